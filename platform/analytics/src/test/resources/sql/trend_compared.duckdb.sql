with known as materialized (
  select alias as id, arg_min(person_id, (occurred_at, alias_id)) as person
  from {analytics_aliases}
  where alias <> person_id
  group by alias
)
, event as materialized (
  select case when epoch_us(e.occurred_at) < ? then ? else ? end as step, coalesce(e.country, '(none)') as key, coalesce(k.person, e.person_id) as person
  from {analytics_events} e left join known k on k.id = e.person_id
  where e.occurred_at >= ? and e.occurred_at < ? and e.kind = 'track' and e.name = ?
)
, named as (
  select * exclude (key), case when key in (?, ?) then key else '(other)' end as key
  from event
)
select step, key, grouping(step) as whole, count(distinct person) as value
from named
group by grouping sets ((step, key), (key))
-- [1769900400000000, 20454, 20485, 2026-01-29T23:00:00Z, 2026-02-28T23:00:00Z, view, DE, AT]
