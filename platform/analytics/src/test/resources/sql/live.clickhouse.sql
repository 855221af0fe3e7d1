with known as (
  select alias as id, argMin(person_id, (occurred_at, alias_id)) as person
  from {analytics_aliases}
  where alias <> person_id
  group by alias
)
, event as (
  select assumeNotNull(if(ifNull(k.id, '') = '', e.person_id, k.person)) as person, toUnixTimestamp64Micro(e.occurred_at) as us, intDiv(toUnixTimestamp64Micro(e.occurred_at) + ?, 60000000) * 60000000 - (?) as step
  from {analytics_events} e left join known k on k.id = e.person_id
  where e.occurred_at >= ? and e.occurred_at < ? and e.kind = 'track'
)
select 'long' as what, 0 as step, count(distinct person) as people
from event
union all
select 'short' as what, 0 as step, count(distinct person) as people
from event
where us >= ?
union all
select 'minute' as what, step, count(distinct person) as people
from event
group by step
order by what, step
-- [0, 0, 2026-03-30T11:30:00Z, 2026-03-30T12:00:00.000001Z, 1774871700000000]
