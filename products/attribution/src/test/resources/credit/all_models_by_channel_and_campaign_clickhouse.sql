with identity as (
  select click_id, argMin(user_id, (occurred_at, user_id)) as user_id
  from {attribution_identities}
  where app_id = ?
  group by click_id
), conversion as (
  select *, min(conversion) over (partition by user_id) as person
  from (
    select toInt64((toInt64(row_number() over (order by event_id, occurred_at, user_id, type, revenue)))) as conversion, user_id, toUnixTimestamp64Micro(occurred_at) as converted_at,
      coalesce(revenue, 0) as revenue
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
), key as (
  select toInt64(row_number() over (order by channel, campaign)) as key, *
  from (
    select distinct coalesce(e.channel, '(none)') as channel, coalesce(e.campaign, '(none)') as campaign
    from {attribution_events} e
    where app_id = ? and occurred_at >= ? and occurred_at < ?
      and type in ('impression', 'click')
  )
), touch as (
  select user_id, event_id, toUnixTimestamp64Micro(occurred_at) as touched_at,
    toUnixTimestamp64Micro(occurred_at) + case type when 'click' then ? else ? end as counts_until,
    key.key
  from {attribution_events} e
  join key on key.channel = coalesce(e.channel, '(none)') and key.campaign = coalesce(e.campaign, '(none)')
  where app_id = ? and occurred_at >= ? and occurred_at < ?
    and type in ('impression', 'click')
), pair as (
  select v.conversion, v.person, v.revenue, t.touched_at, t.event_id as event_id, toInt64(coalesce(t.key, 0)) as key,
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
  select key, count(touched_at) as touches,
    sum(toInt128(case when place = 1 then 1000000000000 else 0 end)) as first_touch_credit,
    sum(toInt128(case when place = 1 then revenue else 0 end)) as first_touch_revenue,
    sum(toInt128(case when place = places then 1000000000000 else 0 end)) as last_touch_credit,
    sum(toInt128(case when place = places then revenue else 0 end)) as last_touch_revenue,
    sum(toInt128(intDiv((1000000000000 - (1000000000000 % places)), places) * (place - (place - 1)) + intDiv((1000000000000 % places) * (place), places) - intDiv((1000000000000 % places) * (place - 1), places))) as linear_credit,
    sum(toInt128(intDiv((revenue - linear_rest), places) * (place - (place - 1)) + intDiv(linear_rest * (place), places) - intDiv(linear_rest * (place - 1), places))) as linear_revenue,
    sum(toInt128(case when place = places then 1000000000000 else toInt64(floor(1000000000000 * decay_to)) end
      - toInt64(floor(1000000000000 * decay_from)))) as time_decay_credit,
    sum(toInt128(case when place = places then revenue else toInt64(floor(revenue * decay_to)) end
      - toInt64(floor(revenue * decay_from)))) as time_decay_revenue,
    sum(toInt128(intDiv((1000000000000 - (1000000000000 % parts)), parts) * (part_to - (part_from)) + intDiv((1000000000000 % parts) * (part_to), parts) - intDiv((1000000000000 % parts) * (part_from), parts))) as position_based_credit,
    sum(toInt128(intDiv((revenue - parts_rest), parts) * (part_to - (part_from)) + intDiv(parts_rest * (part_to), parts) - intDiv(parts_rest * (part_from), parts))) as position_based_revenue
  from (
    select *,
      (revenue % places + places) % places as linear_rest,
      toFloat64(reached) / toFloat64(whole_weight) as decay_to,
      coalesce(toFloat64((reached - weight)) / toFloat64(whole_weight), 0) as decay_from,
      case when places <= 2 then places else 5 * (places - 2) end as parts,
      case when place = 1 then 0 when places = 2 then 1
        else 2 * (places - 2) + place - 2 end as part_from,
      case when place = places then parts when places = 2 then 1
        else 2 * (places - 2) + place - 1 end as part_to,
      (revenue % parts + parts) % parts as parts_rest
    from journey
  )
  group by all
), audience as (
  select key, countIf(is_first) as first_touch_users, countIf(is_last) as last_touch_users, count(*) as linear_users, count(*) as time_decay_users, count(*) as position_based_users
  from (
    select key, person, max(place = 1) as is_first, max(place = places) as is_last
    from journey
    group by all
  )
  group by all
)
select coalesce(key.channel, '(organic)') as channel, coalesce(key.campaign, '(organic)') as campaign, total.* except (key), audience.* except (key)
from total join audience using (key) left join key using (key)
order by first_touch_credit desc, first_touch_revenue desc, channel, campaign
limit ? offset ?

-- 018f0000-0000-7000-8000-000000000001
-- 018f0000-0000-7000-8000-000000000001
-- 2026-03-01T00:00:00Z
-- 2026-04-01T00:00:00Z
-- purchase
-- signup
-- 018f0000-0000-7000-8000-000000000001
-- 2026-02-22T00:00:00Z
-- 2026-04-01T00:00:00Z
-- 604800000000
-- 86400000000
-- 018f0000-0000-7000-8000-000000000001
-- 2026-02-22T00:00:00Z
-- 2026-04-01T00:00:00Z
-- 604800000000
-- 100
-- 0
