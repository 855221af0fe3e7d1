select * from (
select step,
  sum(events_found) as events_found,
  sum(v0) as v0, null as n0
from (
select date_trunc('hour', (_bucket) + to_seconds(19800))::timestamp - to_seconds(19800) as step,
  sum(_events) as events_found,
  sum(_events) as v0, null as n0
from rollup."calls$by_model$day"
where tenant_id = ?
  and (_bucket >= make_timestamp(?) and _bucket < make_timestamp(?))
  and ("model" is null or "model" not in (?, ?))
group by 1
union all
select date_trunc('hour', (date_trunc('day', "occurred_at")::timestamp) + to_seconds(19800))::timestamp - to_seconds(19800) as step,
  count(*) as events_found,
  count(*) as v0, null as n0
from "calls"
where tenant_id = ?
  and ("occurred_at" >= make_timestamp(?) and "occurred_at" < make_timestamp(?))
  and ("model" is null or "model" not in (?, ?))
  and received_at > make_timestamp(?)
group by 1
union all
select date_trunc('hour', (_bucket + to_seconds(1800)) + to_seconds(19800))::timestamp - to_seconds(19800) as step,
  sum(_events) as events_found,
  sum(_events) as v0, null as n0
from rollup."calls$by_model$hour"
where tenant_id = ?
  and (_bucket >= make_timestamp(?) and _bucket < make_timestamp(?))
  and ("model" is null or "model" not in (?, ?))
group by 1
union all
select date_trunc('hour', (date_trunc('hour', "occurred_at")::timestamp + to_seconds(1800)) + to_seconds(19800))::timestamp - to_seconds(19800) as step,
  count(*) as events_found,
  count(*) as v0, null as n0
from "calls"
where tenant_id = ?
  and ("occurred_at" >= make_timestamp(?) and "occurred_at" < make_timestamp(?))
  and ("model" is null or "model" not in (?, ?))
  and received_at > make_timestamp(?)
group by 1
)
group by 1
having sum(events_found) > 0
)
order by step asc nulls first
limit ?
-- 018f0000-0000-7000-8000-000000000001
-- 1774656000000000
-- 1776384000000000
-- a
-- b
-- 018f0000-0000-7000-8000-000000000001
-- 1774656000000000
-- 1776384000000000
-- a
-- b
-- 1000000
-- 018f0000-0000-7000-8000-000000000001
-- 1776384000000000
-- 1777676400000000
-- a
-- b
-- 018f0000-0000-7000-8000-000000000001
-- 1776384000000000
-- 1777676400000000
-- a
-- b
-- 1000000
-- 50
