select * from (
select step,
  d0,
  sum(events_found) as events_found,
  sum(v0) as v0, null as n0,
  sum(v1) as v1, sum(n1) as n1,
  sum(v2) as v2, sum(n2) as n2
from (
select date_trunc('day', (_bucket) + to_seconds(case when _bucket < make_timestamp(1774746000000000) then 3600 else 7200 end))::timestamp as step,
  "model"::varchar as d0,
  sum(_events) as events_found,
  sum(_events) as v0, null as n0,
  sum(_m0) as v1, sum(_m0_n) as n1,
  sum(_m0) as v2, sum(_m0_n) as n2
from rollup."calls$by_model$hour"
where tenant_id = ?
  and (_bucket >= make_timestamp(?) and _bucket < make_timestamp(?))
group by 1, 2
union all
select date_trunc('day', (date_trunc('hour', "occurred_at")::timestamp) + to_seconds(case when date_trunc('hour', "occurred_at")::timestamp < make_timestamp(1774746000000000) then 3600 else 7200 end))::timestamp as step,
  "model"::varchar as d0,
  count(*) as events_found,
  count(*) as v0, null as n0,
  sum("tokens")::hugeint as v1, count("tokens")::hugeint as n1,
  sum("tokens")::hugeint as v2, count("tokens")::hugeint as n2
from "calls"
where tenant_id = ?
  and ("occurred_at" >= make_timestamp(?) and "occurred_at" < make_timestamp(?))
  and received_at > make_timestamp(?)
group by 1, 2
union all
select date_trunc('day', (_bucket) + to_seconds(case when _bucket < make_timestamp(1774746000000000) then 3600 else 7200 end))::timestamp as step,
  "model"::varchar as d0,
  sum(_events) as events_found,
  sum(_events) as v0, null as n0,
  sum(_m0) as v1, sum(_m0_n) as n1,
  sum(_m0) as v2, sum(_m0_n) as n2
from rollup."calls$by_model$minute"
where tenant_id = ?
  and (_bucket >= make_timestamp(?) and _bucket < make_timestamp(?))
group by 1, 2
union all
select date_trunc('day', (date_trunc('minute', "occurred_at")::timestamp) + to_seconds(case when date_trunc('minute', "occurred_at")::timestamp < make_timestamp(1774746000000000) then 3600 else 7200 end))::timestamp as step,
  "model"::varchar as d0,
  count(*) as events_found,
  count(*) as v0, null as n0,
  sum("tokens")::hugeint as v1, count("tokens")::hugeint as n1,
  sum("tokens")::hugeint as v2, count("tokens")::hugeint as n2
from "calls"
where tenant_id = ?
  and ("occurred_at" >= make_timestamp(?) and "occurred_at" < make_timestamp(?))
  and received_at > make_timestamp(?)
group by 1, 2
)
group by 1, 2
having sum(events_found) > 0
)
order by v1 desc nulls last, step asc nulls first, d0 asc nulls first
limit ?
-- 018f0000-0000-7000-8000-000000000001
-- 1774652400000000
-- 1777672800000000
-- 018f0000-0000-7000-8000-000000000001
-- 1774652400000000
-- 1777672800000000
-- 1000000
-- 018f0000-0000-7000-8000-000000000001
-- 1777672800000000
-- 1777674600000000
-- 018f0000-0000-7000-8000-000000000001
-- 1777672800000000
-- 1777674600000000
-- 1000000
-- 50
