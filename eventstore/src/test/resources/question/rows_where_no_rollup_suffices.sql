select * from (
select date_trunc('month', "occurred_at")::timestamp as step,
  "project"::varchar as d0,
  "model"::varchar as d1,
  count(*) as events_found,
  count(distinct "person") as v0, null as n0,
  quantile_disc("tokens", 0.9) as v1, null as n1
from (rows of the tenant)
where tenant_id = ?
  and ("occurred_at" >= make_timestamp(?) and "occurred_at" < make_timestamp(?))
  and "cost" >= ?
group by 1, 2, 3
having count(*) > 0
)
order by step asc nulls first, d0 asc nulls first, d1 asc nulls first
limit ?
-- 018f0000-0000-7000-8000-000000000001
-- 1774652400000000
-- 1777674600000000
-- 0.5
-- 50
