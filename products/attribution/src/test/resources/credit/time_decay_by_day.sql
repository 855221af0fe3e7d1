with identity as materialized (
  select click_id, arg_min(user_id, (occurred_at, user_id)) as user_id
  from {attribution_identities}
  where app_id = ?
  group by click_id
), conversion as materialized (
  select *, min(conversion) over (partition by user_id) as person
  from (
    select (row_number() over ())::integer as conversion, user_id, epoch_us(occurred_at) as converted_at,
      coalesce(revenue, 0) as revenue,
      timezone(?, timezone('UTC', occurred_at))::date as day
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
  select user_id, event_id, epoch_us(occurred_at) as touched_at,
    epoch_us(occurred_at) + case type when 'click' then ? else ? end as counts_until
  from {attribution_events} e
  where app_id = ? and occurred_at >= ? and occurred_at < ?
    and type in ('impression', 'click')
), pair as (
  select v.conversion, v.person, v.revenue, v.day, t.touched_at, t.event_id,
    floor(pow(2, 62 - (v.converted_at - t.touched_at) / ?))::bigint as weight
  from visitor v left join touch t on t.user_id = v.visitor_id
    and t.touched_at <= v.converted_at and v.converted_at <= t.counts_until
), journey as (
  select *, row_number() over touches as place, greatest(count(touched_at) over whole, 1) as places,
    sum(weight) over (touches rows unbounded preceding) as reached,
    sum(weight) over whole as whole_weight
  from pair
  window whole as (partition by conversion),
    touches as (partition by conversion order by touched_at nulls last, event_id)
  qualify touched_at is not null or place = 1
), total as (
  select day, count(touched_at) as touches,
    sum(case when place = places then 1000000000000 else floor(1000000000000 * decay_to)::bigint end
      - floor(1000000000000 * decay_from)::bigint) as time_decay_credit,
    sum(case when place = places then revenue else floor(revenue * decay_to)::bigint end
      - floor(revenue * decay_from)::bigint) as time_decay_revenue
  from (
    select *,
      reached::double / whole_weight::double as decay_to,
      coalesce((reached - weight)::double / whole_weight::double, 0) as decay_from
    from journey
  )
  group by all
), audience as (
  select day, count(*) as time_decay_users
  from (
    select day, person, bool_or(place = 1) as is_first, bool_or(place = places) as is_last
    from journey
    group by all
  )
  group by all
)
select total.day::varchar as day, total.* exclude (day), audience.* exclude (day)
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
