with known as (
  select alias as id, argMin(person_id, (occurred_at, alias_id)) as person
  from {analytics_aliases}
  where alias <> person_id
  group by alias
)
select key, count(*) as times, count(distinct person) as people
from (
  select e.country as key, assumeNotNull(if(ifNull(k.id, '') = '', e.person_id, k.person)) as person
  from {analytics_events} e left join known k on k.id = e.person_id
  where e.occurred_at >= ? and e.occurred_at < ? and e.kind = 'track'
) event
where key is not null
group by key
order by times desc, key
limit ?
-- [2026-02-28T23:00:00Z, 2026-03-30T22:00:00Z, 10]
