select _events as events_found,
  _events as v0, null as n0,
  _m0 as v1, _m0_n as n1,
  _m1 as v2, _m1_n as n2,
  _m0 as v3, _m0_n as n3,
  _m2 as v4, null as n4,
  _m3 as v5, null as n5,
  _m4 as v6, null::bigint[] as n6,
  _m5 as v7, null::double[] as n7
from rollup."calls$by_model$hour"
where tenant_id = ? and _bucket >= make_timestamp(?) and _bucket < make_timestamp(?)
  and (_bucket >= make_timestamp(?) and _bucket < make_timestamp(?) or _bucket >= make_timestamp(?) and _bucket < make_timestamp(?))
union all
select count(*) as events_found,
  count(*) as v0, null as n0,
  sum("tokens")::hugeint as v1, count("tokens")::hugeint as n1,
  sum("cost") as v2, count("cost")::hugeint as n2,
  sum("tokens")::hugeint as v3, count("tokens")::hugeint as n3,
  min("tokens") as v4, null as n4,
  max("cost") as v5, null as n5,
  null::blob as v6, list(distinct case when "person" is not null then (hash("person"::varchar) >> 1)::bigint end) filter ("person" is not null) as n6,
  null::blob as v7, list("tokens"::double) filter ("tokens" is not null) as n7
from "calls"
where tenant_id = ? and "occurred_at" >= make_timestamp(?) and "occurred_at" < make_timestamp(?)
  and ("occurred_at" >= make_timestamp(?) and "occurred_at" < make_timestamp(?) or "occurred_at" >= make_timestamp(?) and "occurred_at" < make_timestamp(?))
  and received_at > make_timestamp(?)
union all
select _events as events_found,
  _events as v0, null as n0,
  _m0 as v1, _m0_n as n1,
  _m1 as v2, _m1_n as n2,
  _m0 as v3, _m0_n as n3,
  _m2 as v4, null as n4,
  _m3 as v5, null as n5,
  _m4 as v6, null::bigint[] as n6,
  _m5 as v7, null::double[] as n7
from rollup."calls$by_model$day"
where tenant_id = ?
  and (_bucket >= make_timestamp(?) and _bucket < make_timestamp(?))
union all
select count(*) as events_found,
  count(*) as v0, null as n0,
  sum("tokens")::hugeint as v1, count("tokens")::hugeint as n1,
  sum("cost") as v2, count("cost")::hugeint as n2,
  sum("tokens")::hugeint as v3, count("tokens")::hugeint as n3,
  min("tokens") as v4, null as n4,
  max("cost") as v5, null as n5,
  null::blob as v6, list(distinct case when "person" is not null then (hash("person"::varchar) >> 1)::bigint end) filter ("person" is not null) as n6,
  null::blob as v7, list("tokens"::double) filter ("tokens" is not null) as n7
from "calls"
where tenant_id = ?
  and ("occurred_at" >= make_timestamp(?) and "occurred_at" < make_timestamp(?))
  and received_at > make_timestamp(?)
union all
select _events as events_found,
  _events as v0, null as n0,
  _m0 as v1, _m0_n as n1,
  _m1 as v2, _m1_n as n2,
  _m0 as v3, _m0_n as n3,
  _m2 as v4, null as n4,
  _m3 as v5, null as n5,
  _m4 as v6, null::bigint[] as n6,
  _m5 as v7, null::double[] as n7
from rollup."calls$by_model$month"
where tenant_id = ?
  and (_bucket >= make_timestamp(?) and _bucket < make_timestamp(?))
union all
select count(*) as events_found,
  count(*) as v0, null as n0,
  sum("tokens")::hugeint as v1, count("tokens")::hugeint as n1,
  sum("cost") as v2, count("cost")::hugeint as n2,
  sum("tokens")::hugeint as v3, count("tokens")::hugeint as n3,
  min("tokens") as v4, null as n4,
  max("cost") as v5, null as n5,
  null::blob as v6, list(distinct case when "person" is not null then (hash("person"::varchar) >> 1)::bigint end) filter ("person" is not null) as n6,
  null::blob as v7, list("tokens"::double) filter ("tokens" is not null) as n7
from "calls"
where tenant_id = ?
  and ("occurred_at" >= make_timestamp(?) and "occurred_at" < make_timestamp(?))
  and received_at > make_timestamp(?)
union all
select _events as events_found,
  _events as v0, null as n0,
  _m0 as v1, _m0_n as n1,
  _m1 as v2, _m1_n as n2,
  _m0 as v3, _m0_n as n3,
  _m2 as v4, null as n4,
  _m3 as v5, null as n5,
  _m4 as v6, null::bigint[] as n6,
  _m5 as v7, null::double[] as n7
from rollup."calls$by_model$minute"
where tenant_id = ?
  and (_bucket >= make_timestamp(?) and _bucket < make_timestamp(?))
union all
select count(*) as events_found,
  count(*) as v0, null as n0,
  sum("tokens")::hugeint as v1, count("tokens")::hugeint as n1,
  sum("cost") as v2, count("cost")::hugeint as n2,
  sum("tokens")::hugeint as v3, count("tokens")::hugeint as n3,
  min("tokens") as v4, null as n4,
  max("cost") as v5, null as n5,
  null::blob as v6, list(distinct case when "person" is not null then (hash("person"::varchar) >> 1)::bigint end) filter ("person" is not null) as n6,
  null::blob as v7, list("tokens"::double) filter ("tokens" is not null) as n7
from "calls"
where tenant_id = ?
  and ("occurred_at" >= make_timestamp(?) and "occurred_at" < make_timestamp(?))
  and received_at > make_timestamp(?)
-- 018f0000-0000-7000-8000-000000000001
-- 1774652400000000
-- 1777672800000000
-- 1774652400000000
-- 1774656000000000
-- 1777593600000000
-- 1777672800000000
-- 018f0000-0000-7000-8000-000000000001
-- 1774652400000000
-- 1777672800000000
-- 1774652400000000
-- 1774656000000000
-- 1777593600000000
-- 1777672800000000
-- 1000000
-- 018f0000-0000-7000-8000-000000000001
-- 1774656000000000
-- 1775001600000000
-- 018f0000-0000-7000-8000-000000000001
-- 1774656000000000
-- 1775001600000000
-- 1000000
-- 018f0000-0000-7000-8000-000000000001
-- 1775001600000000
-- 1777593600000000
-- 018f0000-0000-7000-8000-000000000001
-- 1775001600000000
-- 1777593600000000
-- 1000000
-- 018f0000-0000-7000-8000-000000000001
-- 1777672800000000
-- 1777674600000000
-- 018f0000-0000-7000-8000-000000000001
-- 1777672800000000
-- 1777674600000000
-- 1000000
