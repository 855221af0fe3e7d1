with known as (
  select alias as id, argMin(person_id, (occurred_at, alias_id)) as person
  from {analytics_aliases}
  where alias <> person_id
  group by alias
)
, event as (
  select assumeNotNull(if(ifNull(k.id, '') = '', e.person_id, k.person)) as person, e.event_id, e.path, toUnixTimestamp64Micro(e.occurred_at) as us, coalesce(e.referrer, '(none)') as key
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
    count(path) as pages, argMin(path, (us, event_id)) as entry_page, argMax(path, (us, event_id)) as exit_page, argMin(key, (us, event_id)) as key
  from numbered
  group by person, session
  having min(us) >= ?
)
select intDiv(began + case when began < ? then ? else ? end, 3600000000) * 3600000000 - (case when began < ? then ? else ? end) as step, key, count(*) as sessions, count(distinct person) as people,
  sum(cast(case when events = 1 then 1 else 0 end as double)) as bounced,
  sum(cast(ended - began as double)) as micros, sum(cast(pages as double)) as pages
from visit
where key in (
  select key from visit group by key order by count(*) desc, key limit ?)
group by 1, 2
order by 1, sessions desc, 2
-- [2026-02-28T22:30:00Z, 2026-03-30T22:00:00Z, 1800000000, 1772319600000000, 1774746000000000, 3600000000, 7200000000, 1774746000000000, 3600000000, 7200000000, 5]
