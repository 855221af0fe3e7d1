with known as materialized (
  select alias as id, arg_min(person_id, (occurred_at, alias_id)) as person
  from {analytics_aliases}
  where alias <> person_id
  group by alias
)
, numbered as (select hash(id) as id, hash(person) as person from known)
, event as (
  select coalesce(k.person, hash(e.person_id)) as person, e.event_id, epoch_us(e.occurred_at) as us, e.kind = 'track' and e.name = ? as is1, e.kind = 'track' and e.name = ? as is2, e.kind = 'track' and e.name = ? as is3
  from {analytics_events} e left join numbered k on k.id = hash(e.person_id)
  where e.occurred_at >= ? and e.occurred_at < ? and e.kind = 'track'
)
, run as materialized (
  select *, lag(us, 1) over events as us_1, lag(is1, 1) over events as is1_1, lag(is2, 1) over events as is2_1, lag(us, 2) over events as us_2, lag(is1, 2) over events as is1_2, lag(is2, 2) over events as is2_2
  from event
  window events as (partition by person order by us, event_id)
)
, step1 as materialized (
  select person, us as first_us, us as before_us, us
  from event where is1 and us < ?
)
, step2 as (
  select person, us_1 as first_us, us_1 as before_us, us
  from run
  where is2 and is1_1 and us > us_1 and us_1 < ? and us - us_1 <= ?
)
, step3 as (
  select person, us_2 as first_us, us_1 as before_us, us
  from run
  where is3 and is2_1 and us > us_1 and is1_2 and us_1 > us_2 and us_2 < ? and us - us_2 <= ?
)
, counted as (
  select key, 1 as step, count(*) as people, median(micros) as micros
  from (
    select '' as key, person, arg_min(us - before_us, us) as micros
    from step1
    group by person
  ) reached
  group by key
  union all
  select key, 2 as step, count(*) as people, median(micros) as micros
  from (
    select '' as key, person, arg_min(us - before_us, us) as micros
    from step2
    group by person
  ) reached
  group by key
  union all
  select key, 3 as step, count(*) as people, median(micros) as micros
  from (
    select '' as key, person, arg_min(us - before_us, us) as micros
    from step3
    group by person
  ) reached
  group by key
)
select key, step, people, micros from counted
-- [view, add, pay, 2026-02-28T23:00:00Z, 2026-04-06T22:00:00Z, 1774908000000000, 1774908000000000, 604800000000, 1774908000000000, 604800000000]
