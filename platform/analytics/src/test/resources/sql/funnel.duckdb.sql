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
, numbered as (select hash(id) as id, hash(person) as person from known)
, event as materialized (
  select coalesce(k.person, hash(e.person_id)) as person, epoch_us(e.occurred_at) as us, e.kind = 'track' and e.name = ? as is1, e.kind = 'track' and e.name = ? as is2, e.kind = 'track' and e.name = ? as is3, coalesce(e.country, '(none)') as key
  from {analytics_events} e left join numbered k on k.id = hash(e.person_id)
  where e.occurred_at >= ? and e.occurred_at < ? and e.kind = 'track' and coalesce(k.person, hash(e.person_id)) in (select hash(person) from member) and ((e.kind = 'track' and e.name = ?) or (e.kind = 'track' and e.name = ?) or (e.kind = 'track' and e.name = ?))
)
, step1 as materialized (
  select person, us as first_us, us as before_us, us, min(key) as key
  from event where is1 and us < ?
  group by person, us
)
, step2 as materialized (
  select e.person as person, b.first_us as first_us, b.us as before_us, e.us as us, b.key as key
  from event e asof join step1 b on e.person = b.person and e.us > b.us
  where e.is2 and e.us - b.first_us <= ?
)
, step3 as materialized (
  select e.person as person, b.first_us as first_us, b.us as before_us, e.us as us, b.key as key
  from event e asof join step2 b on e.person = b.person and e.us > b.us
  where e.is3 and e.us - b.first_us <= ?
)
, counted as (
  select key, 1 as step, count(*) as people, median(micros) as micros
  from (
    select key as key, person, arg_min(us - before_us, us) as micros
    from step1
    group by key, person
  ) reached
  group by key
  union all
  select key, 2 as step, count(*) as people, median(micros) as micros
  from (
    select key as key, person, arg_min(us - before_us, us) as micros
    from step2
    group by key, person
  ) reached
  group by key
  union all
  select key, 3 as step, count(*) as people, median(micros) as micros
  from (
    select key as key, person, arg_min(us - before_us, us) as micros
    from step3
    group by key, person
  ) reached
  group by key
)
select key, step, people, micros from counted
where key in (
  select key from counted where step = 1 order by people desc, key limit ?)
-- [2026-01-01T00:00:00Z, 2026-03-01T00:00:00Z, pay, 2, $."plan", pro, view, add, pay, 2026-02-28T23:00:00Z, 2026-04-06T22:00:00Z, view, add, pay, 1774908000000000, 604800000000, 604800000000, 5]
