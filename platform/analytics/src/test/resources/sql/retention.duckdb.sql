with known as materialized (
  select alias as id, arg_min(person_id, (occurred_at, alias_id)) as person
  from {analytics_aliases}
  where alias <> person_id
  group by alias
)
, beginning as materialized (
  select distinct person, ((us + case when us < ? then ? else ? end) // 86400000000 + 3) // 7 as step
  from (
  select coalesce(k.person, e.person_id) as person, min(epoch_us(e.occurred_at)) as us
  from {analytics_events} e left join known k on k.id = e.person_id
  where e.occurred_at >= ? and e.occurred_at < ? and e.kind = 'track' and e.name = ?
  group by 1
  ) began
  where us >= ?
)
, coming as materialized (
  select distinct person, ((us + case when us < ? then ? else ? end) // 86400000000 + 3) // 7 as step
  from (
  select coalesce(k.person, e.person_id) as person, epoch_us(e.occurred_at) as us
  from {analytics_events} e left join known k on k.id = e.person_id
  where e.occurred_at >= ? and e.occurred_at < ? and e.kind = 'track'
  ) came
)
select step as begun, step as back, count(*) as people
from beginning
group by step
union all
select b.step as begun, c.step as back, count(*) as people
from beginning b join coming c on c.person = b.person
where c.step > b.step
group by b.step, c.step
-- [1774746000000000, 3600000000, 7200000000, 1970-01-01T00:00:00Z, 2026-03-30T22:00:00Z, sign up, 1772319600000000, 1774746000000000, 3600000000, 7200000000, 2026-02-28T23:00:00Z, 2026-03-30T22:00:00Z]
