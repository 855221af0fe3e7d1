with known as (
  select alias as id, argMin(person_id, (occurred_at, alias_id)) as person
  from {analytics_aliases}
  where alias <> person_id
  group by alias
)
select e.event_id as event_id, e.name as name, assumeNotNull(if(ifNull(k.id, '') = '', e.person_id, k.person)) as person, toUnixTimestamp64Micro(e.occurred_at) as us, e.path as path, e.country as country, e.device as device
from {analytics_events} e left join known k on k.id = e.person_id
  where e.occurred_at >= ? and e.occurred_at < ? and e.kind = 'track'
order by e.occurred_at desc, e.event_id desc
limit ?
-- [2026-02-28T23:00:00Z, 2026-03-30T22:00:00Z, 50]
