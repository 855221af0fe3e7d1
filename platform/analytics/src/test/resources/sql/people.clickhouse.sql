with known as (
  select alias as id, argMin(person_id, (occurred_at, alias_id)) as person
  from {analytics_aliases}
  where alias <> person_id
  group by alias
)
select assumeNotNull(if(ifNull(k.id, '') = '', e.person_id, k.person)) as person, min(toUnixTimestamp64Micro(e.occurred_at)) as first_us, max(toUnixTimestamp64Micro(e.occurred_at)) as last_us, count(*) as events
from {analytics_events} e left join known k on k.id = e.person_id
  where e.occurred_at >= ? and e.occurred_at < ? and e.kind = 'track' and lower(assumeNotNull(if(ifNull(k.id, '') = '', e.person_id, k.person))) like lower(?)
group by 1
order by last_us desc, person
limit ? offset ?
-- [2026-02-28T23:00:00Z, 2026-03-30T22:00:00Z, %Ann\_a%, 51, 0]
