with known as (
  select alias as id, argMin(person_id, (occurred_at, alias_id)) as person
  from {analytics_aliases}
  where alias <> person_id
  group by alias
)
, event as (
  select assumeNotNull(if(ifNull(k.id, '') = '', e.person_id, k.person)) as person, e.event_id, toUnixTimestamp64Micro(e.occurred_at) as us, e.path as node
  from {analytics_events} e left join known k on k.id = e.person_id
  where e.occurred_at >= ? and e.occurred_at < ? and e.kind = 'track' and e.path is not null
)
, row_of as (
  select person, node, us, lag(node, 1) over events as next1, lag(us, 1) over events as us1, lag(node, 2) over events as next2, lag(us, 2) over events as us2
  from event
  window events as (partition by person order by us, event_id)
)
select case when abs(us1 - us) <= 1800000000 then next1 end as node1, case when abs(us1 - us) <= 1800000000 and abs(us2 - us1) <= 1800000000 then next2 end as node2, count(*) as times, count(distinct person) as people
from row_of
where node = ?
group by 1, 2
order by times desc, 1, 2 nulls last
limit ?
-- [2026-02-28T23:00:00Z, 2026-03-30T22:00:00Z, /pricing, 5]
