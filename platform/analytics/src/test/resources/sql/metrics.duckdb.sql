with known as materialized (
  select alias as id, arg_min(person_id, (occurred_at, alias_id)) as person
  from {analytics_aliases}
  where alias <> person_id
  group by alias
)
, event as materialized (
  select e.project_id::varchar as id, (epoch_us(e.occurred_at) + case when epoch_us(e.occurred_at) < ? then ? else ? end) // 86400000000 as day, e.name as name, e.value as value, coalesce(k.person, e.person_id) as person
  from {analytics_events} e left join known k on k.id = e.person_id
  where e.occurred_at >= ? and e.occurred_at < ? and e.kind = 'track' and e.project_id::varchar is not null and e.project_id::varchar = ?
)
select id, metric, day, amount
from (
  select id, 'events' as metric, day, count(*) * 1.0e0 as amount
  from event group by id, day
  union all
  select id, 'people' as metric, day, count(distinct person) * 1.0e0 as amount
  from event group by id, day
  union all
  select id, 'value' as metric, day, sum(value) as amount
  from event where value is not null group by id, day
  union all
  select id, concat('event:', name) as metric, day, count(*) * 1.0e0 as amount
  from event group by id, name, day
) metrics
order by day, id, metric
limit ? offset ?
-- [1774746000000000, 3600000000, 7200000000, 2026-02-28T23:00:00Z, 2026-03-30T22:00:00Z, x, 51, 0]
