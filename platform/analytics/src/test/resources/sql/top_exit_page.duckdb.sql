with known as materialized (
  select alias as id, arg_min(person_id, (occurred_at, alias_id)) as person
  from {analytics_aliases}
  where alias <> person_id
  group by alias
)
, event as (
  select coalesce(k.person, e.person_id) as person, e.event_id, e.path, epoch_us(e.occurred_at) as us
  from {analytics_events} e left join known k on k.id = e.person_id
  where e.occurred_at >= ? and e.occurred_at < ? and e.kind = 'track'
)
, gap as (
  select *, lag(us, 1, 0) over (partition by person order by us, event_id) as before_us
  from event
)
, numbered as (
  select *, sum(case when us - before_us > ? then 1 else 0 end)
    over (partition by person order by us, event_id
      rows between unbounded preceding and current row) as session
  from gap
)
, visit as (
  select person, session, min(us) as began, max(us) as ended, count(*) as events,
    count(path) as pages, arg_min(path, (us, event_id)) as entry_page, arg_max(path, (us, event_id)) as exit_page
  from numbered
  group by person, session
  having min(us) >= ?
)
select exit_page as key, count(*) as times, count(distinct person) as people
from visit
where exit_page is not null
group by exit_page
order by times desc, key
limit ?
-- [2026-02-28T22:30:00Z, 2026-03-30T22:00:00Z, 1800000000, 1772319600000000, 10]
