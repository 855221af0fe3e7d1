with known as (
  select alias as id, argMin(person_id, (occurred_at, alias_id)) as person
  from {analytics_aliases}
  where alias <> person_id
  group by alias
)
, member as (
  select assumeNotNull(if(ifNull(k.id, '') = '', e.person_id, k.person)) as person from {analytics_events} e left join known k on k.id = e.person_id
  where e.occurred_at >= ? and e.occurred_at < ? and e.kind = 'track' and e.name = ?
  group by 1 having count(*) >= ?
  intersect
  select person from (select assumeNotNull(if(ifNull(k.id, '') = '', e.person_id, k.person)) as person, argMax(e.properties, (e.occurred_at, e.event_id)) as properties
  from {analytics_events} e left join known k on k.id = e.person_id
  where e.kind = 'identify' and e.properties is not null group by 1) e
  where nullIf(nullIf(if(JSONType(ifNull(e.properties, ''), ?) = 'String', JSONExtractString(ifNull(e.properties, ''), ?), JSONExtractRaw(ifNull(e.properties, ''), ?)), ''), 'null') in (?)
)
, event as (
  select intDiv(intDiv(toUnixTimestamp64Micro(e.occurred_at) + case when toUnixTimestamp64Micro(e.occurred_at) < ? then ? else ? end, 86400000000) + 3, 7) as step, coalesce(nullIf(nullIf(if(JSONType(ifNull(e.properties, ''), ?) = 'String', JSONExtractString(ifNull(e.properties, ''), ?), JSONExtractRaw(ifNull(e.properties, ''), ?)), ''), 'null'), '(none)') as key, toFloat64OrNull(nullIf(nullIf(if(JSONType(ifNull(e.properties, ''), ?) = 'String', JSONExtractString(ifNull(e.properties, ''), ?), JSONExtractRaw(ifNull(e.properties, ''), ?)), ''), 'null')) as number
  from {analytics_events} e left join known k on k.id = e.person_id
  where e.occurred_at >= ? and e.occurred_at < ? and e.kind = 'track' and e.name = ? and e.country in (?) and coalesce(nullIf(nullIf(if(JSONType(ifNull(e.properties, ''), ?) = 'String', JSONExtractString(ifNull(e.properties, ''), ?), JSONExtractRaw(ifNull(e.properties, ''), ?)), ''), 'null') not in (?), true) and lower(e.path) like lower(?) and e.value >= ? and assumeNotNull(if(ifNull(k.id, '') = '', e.person_id, k.person)) in (select person from member)
)
, top as (
  select key from event group by key order by count(*) desc, key limit ?
)
, named as (
  select * except (key), case when key in (select key from top) then key else '(other)' end as key
  from event
)
select step, key, grouping(step) as whole, avg(number) as value
from named
group by grouping sets ((step, key), (key))
-- [2026-01-01T00:00:00Z, 2026-03-01T00:00:00Z, pay, 2, plan, plan, plan, pro, 1774746000000000, 3600000000, 7200000000, plan, plan, plan, amount, amount, amount, 2026-02-28T23:00:00Z, 2026-03-30T22:00:00Z, pay, DE, plan, plan, plan, free, %shop%, 10.0, 5]
