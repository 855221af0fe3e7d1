with known as materialized (
  select alias as id, arg_min(person_id, (occurred_at, alias_id)) as person
  from {analytics_aliases}
  where alias <> person_id
  group by alias
)
, member as materialized (
  select coalesce(k.person, e.person_id) as person from {analytics_events} e left join known k on k.id = e.person_id
  where e.occurred_at >= ? and e.occurred_at < ? and e.kind = 'track' and e.name = ?
  group by 1 having count(*) >= ?
  intersect
  select person from (select coalesce(k.person, e.person_id) as person, arg_max(e.properties, (e.occurred_at, e.event_id)) as properties
  from {analytics_events} e left join known k on k.id = e.person_id
  where e.kind = 'identify' and e.properties is not null group by 1) e
  where json_extract_string(e.properties, ?) in (?)
)
, active as (
  select coalesce(k.person, e.person_id) as person, max(epoch_us(e.occurred_at)) as last_us, count(distinct (epoch_us(e.occurred_at) + ?) // 86400000000) as days, count(distinct e.name) as kinds
  from {analytics_events} e left join known k on k.id = e.person_id
  where e.occurred_at >= ? and e.occurred_at < ? and e.kind = 'track' and coalesce(k.person, e.person_id) in (select person from member)
  group by 1
)
select person, last_us, days, kinds,
  (4000 * (30 - (? - last_us) // 86400000000)) // 30 + 200 * least(days, 20) + 400 * least(kinds, 5) as score
from active
order by score desc, person
limit ? offset ?
-- [2026-01-01T00:00:00Z, 2026-03-01T00:00:00Z, pay, 2, $."plan", pro, 0, 2026-02-28T12:00:00.000001Z, 2026-03-30T12:00:00.000001Z, 1774872000000000, 51, 0]
