with known as materialized (
  select alias as id, arg_min(person_id, (occurred_at, alias_id)) as person
  from {analytics_aliases}
  where alias <> person_id
  group by alias
)
, event as materialized (
  select (epoch_us(e.occurred_at) + case when epoch_us(e.occurred_at) < ? then ? else ? end) // 86400000000 as step
  from {analytics_events} e left join known k on k.id = e.person_id
  where e.occurred_at >= ? and e.occurred_at < ? and e.kind = 'track' and e.name = ?
)
select step, '' as key, grouping(step) as whole, count(*) as value
from event
group by grouping sets ((step), ())
-- [1774746000000000, 3600000000, 7200000000, 2026-02-28T23:00:00Z, 2026-03-30T22:00:00Z, view]
