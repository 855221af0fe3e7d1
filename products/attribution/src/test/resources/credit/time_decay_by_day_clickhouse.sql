with identity as (
  select click_id, argMin(user_id, (occurred_at, user_id)) as user_id
  from {attribution_identities}
  where app_id = ?
  group by click_id
), conversion as (
  select *, min(conversion) over (partition by user_id) as person
  from (
    select toInt64((toInt64(row_number() over (order by event_id, occurred_at, user_id, type, revenue)))) as conversion, user_id, toUnixTimestamp64Micro(occurred_at) as converted_at,
      coalesce(revenue, 0) as revenue,
      toDate(occurred_at, ?) as day
    from {attribution_events}
    where app_id = ? and occurred_at >= ? and occurred_at < ?
      and type in (?, ?)
  )
), visitor as (
  select c.*, case when i.click_id is null then c.user_id end as visitor_id
  from conversion c left join identity i on i.click_id = c.user_id and i.user_id <> c.user_id
  union all
  select c.*, i.click_id
  from conversion c join identity i on i.user_id = c.user_id and i.click_id <> c.user_id
), touch as (
  select user_id, event_id, toUnixTimestamp64Micro(occurred_at) as touched_at,
    toUnixTimestamp64Micro(occurred_at) + case type when 'click' then ? else ? end as counts_until
  from {attribution_events} e
  where app_id = ? and occurred_at >= ? and occurred_at < ?
    and type in ('impression', 'click')
), pair as (
  select v.conversion, v.person, v.revenue, v.day, t.touched_at, t.event_id as event_id,
    toInt64(floor(pow(2, 62 - (v.converted_at - t.touched_at) / ?))) as weight
  from visitor v left join touch t on t.user_id = v.visitor_id
    and t.touched_at <= v.converted_at and v.converted_at <= t.counts_until
), journey as (
  select *, toInt64(row_number() over touches) as place, toInt64(greatest(count(touched_at) over whole, 1)) as places,
    sum(toInt128(weight)) over (touches rows unbounded preceding) as reached,
    sum(toInt128(weight)) over whole as whole_weight
  from pair
  window whole as (partition by conversion),
    touches as (partition by conversion order by touched_at nulls last, event_id)
  qualify touched_at is not null or place = 1
), total as (
  select day, count(touched_at) as touches,
    sum(toInt128(case when place = places then 1000000000000 else toInt64(floor(1000000000000 * decay_to)) end
      - toInt64(floor(1000000000000 * decay_from)))) as time_decay_credit,
    sum(toInt128(case when place = places then revenue else toInt64(floor(revenue * decay_to)) end
      - toInt64(floor(revenue * decay_from)))) as time_decay_revenue
  from (
    select *,
      toFloat64(reached) / toFloat64(whole_weight) as decay_to,
      coalesce(toFloat64((reached - weight)) / toFloat64(whole_weight), 0) as decay_from
    from journey
  )
  group by all
), audience as (
  select day, count(*) as time_decay_users
  from (
    select day, person, max(place = 1) as is_first, max(place = places) as is_last
    from journey
    group by all
  )
  group by all
)
select toString(total.day) as day, total.* except (day), audience.* except (day)
from total join audience using (day)
order by time_decay_credit desc, time_decay_revenue desc, day
limit ? offset ?

-- 018f0000-0000-7000-8000-000000000001
-- Europe/Berlin
-- 018f0000-0000-7000-8000-000000000001
-- 2026-03-01T00:00:00Z
-- 2026-04-01T00:00:00Z
-- purchase
-- signup
-- 604800000000
-- 86400000000
-- 018f0000-0000-7000-8000-000000000001
-- 2026-02-22T00:00:00Z
-- 2026-04-01T00:00:00Z
-- 604800000000
-- 100
-- 0
