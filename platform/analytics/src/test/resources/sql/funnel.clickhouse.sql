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
, numbered as (select sipHash64(id) as id, sipHash64(person) as person from known)
, event as (
  select assumeNotNull(if(ifNull(k.id, 0) = 0, sipHash64(e.person_id), k.person)) as person, toUnixTimestamp64Micro(e.occurred_at) as us, e.kind = 'track' and e.name = ? as is1, e.kind = 'track' and e.name = ? as is2, e.kind = 'track' and e.name = ? as is3, coalesce(e.country, '(none)') as key
  from {analytics_events} e left join numbered k on k.id = sipHash64(e.person_id)
  where e.occurred_at >= ? and e.occurred_at < ? and e.kind = 'track' and assumeNotNull(if(ifNull(k.id, 0) = 0, sipHash64(e.person_id), k.person)) in (select sipHash64(person) from member) and ((e.kind = 'track' and e.name = ?) or (e.kind = 'track' and e.name = ?) or (e.kind = 'track' and e.name = ?))
)
, step1 as (
  select person, us as first_us, us as before_us, us, min(key) as key
  from event where is1 and us < ?
  group by person, us
)
, step2 as (
  select e.person as person, b.first_us as first_us, b.us as before_us, e.us as us, b.key as key
  from event e asof join step1 b on e.person = b.person and e.us > b.us
  where e.is2 and e.us - b.first_us <= ?
)
, step3 as (
  select e.person as person, b.first_us as first_us, b.us as before_us, e.us as us, b.key as key
  from event e asof join step2 b on e.person = b.person and e.us > b.us
  where e.is3 and e.us - b.first_us <= ?
)
, counted as (
  select key, 1 as step, count(*) as people, quantileExactInclusiveOrNull(0.5)(micros) as micros
  from (
    select key as key, person, argMin(us - before_us, us) as micros
    from step1
    group by key, person
  ) reached
  group by key
  union all
  select key, 2 as step, count(*) as people, quantileExactInclusiveOrNull(0.5)(micros) as micros
  from (
    select key as key, person, argMin(us - before_us, us) as micros
    from step2
    group by key, person
  ) reached
  group by key
  union all
  select key, 3 as step, count(*) as people, quantileExactInclusiveOrNull(0.5)(micros) as micros
  from (
    select key as key, person, argMin(us - before_us, us) as micros
    from step3
    group by key, person
  ) reached
  group by key
)
select key, step, people, micros from counted
where key in (
  select key from counted where step = 1 order by people desc, key limit ?)
-- [2026-01-01T00:00:00Z, 2026-03-01T00:00:00Z, pay, 2, plan, plan, plan, pro, view, add, pay, 2026-02-28T23:00:00Z, 2026-04-06T22:00:00Z, view, add, pay, 1774908000000000, 604800000000, 604800000000, 5]
