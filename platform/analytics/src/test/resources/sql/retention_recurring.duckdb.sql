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
, beginning as materialized (
  select distinct person, ? as step
  from (
  select coalesce(k.person, e.person_id) as person, epoch_us(e.occurred_at) as us
  from {analytics_events} e left join known k on k.id = e.person_id
  where e.occurred_at >= ? and e.occurred_at < ? and e.kind = 'track' and coalesce(k.person, e.person_id) in (select person from member)
  ) began
  where us >= ?
)
, coming as materialized (
  select distinct person, ? as step
  from (
  select coalesce(k.person, e.person_id) as person, epoch_us(e.occurred_at) as us
  from {analytics_events} e left join known k on k.id = e.person_id
  where e.occurred_at >= ? and e.occurred_at < ? and e.kind = 'track' and coalesce(k.person, e.person_id) in (select person from member)
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
-- [2026-01-01T00:00:00Z, 2026-03-01T00:00:00Z, pay, 2, $."plan", pro, 20513, 2026-02-28T23:00:00Z, 2026-03-30T22:00:00Z, 1772319600000000, 20513, 2026-02-28T23:00:00Z, 2026-03-30T22:00:00Z]
