select step,
  d0,
  sum(_events) as m0,
  if(sum(`_tokens$present`) = 0, null, sum(`_tokens$sum`)) as m1,
  if(sum(`_cost$present`) = 0, null, sum(`_cost$sum`)) as m2,
  if(sum(`_tokens$present`) = 0, null, toFloat64(sum(`_tokens$sum`)) / sum(`_tokens$present`)) as m3,
  min(`_tokens$min`) as m4,
  max(`_cost$max`) as m5,
  uniqCombined64Merge(14)(`_person$distinct`) as m6,
  if(sum(`_tokens$present`) = 0, null, quantilesGKMerge(1000, 0.5000000000)(`_tokens$spread`)[1]) as m7,
  sum(`_tokens$sum`),
  sum(`_tokens$present`)
from (
select toDateTime(toStartOfDay(addSeconds(_bucket, multiIf(_bucket < fromUnixTimestamp64Micro(toInt64(1774746000000000), 'UTC'), 3600, 7200))), 'UTC') as step,
  toString(`model`) as d0,
  sum(_events) as _events,
  sum(`_tokens$present`) as `_tokens$present`,
  sum(`_tokens$sum`) as `_tokens$sum`,
  sum(`_cost$present`) as `_cost$present`,
  sum(`_cost$sum`) as `_cost$sum`,
  min(`_tokens$min`) as `_tokens$min`,
  max(`_cost$max`) as `_cost$max`,
  uniqCombined64MergeState(14)(`_person$distinct`) as `_person$distinct`,
  quantilesGKMergeState(1000, 0.5)(`_tokens$spread`) as `_tokens$spread`
from events.`calls$by_model$hour`
where tenant_id = '01980000-0000-7000-0000-000000000001'
  and (_bucket >= fromUnixTimestamp64Micro(toInt64(1768003200000000), 'UTC') and _bucket < fromUnixTimestamp64Micro(toInt64(1775001600000000), 'UTC'))
  and `model` in ({p0:String})
group by step, d0
union all
select toDateTime(toStartOfDay(addSeconds(toStartOfHour(`occurred_at`), multiIf(toStartOfHour(`occurred_at`) < fromUnixTimestamp64Micro(toInt64(1774746000000000), 'UTC'), 3600, 7200))), 'UTC') as step,
  toString(`model`) as d0,
  count() as _events,
  count(`tokens`) as `_tokens$present`,
  ifNull(sum(toInt128(`tokens`)), 0) as `_tokens$sum`,
  count(`cost`) as `_cost$present`,
  ifNull(sum(`cost`), 0) as `_cost$sum`,
  min(toNullable(`tokens`)) as `_tokens$min`,
  max(toNullable(`cost`)) as `_cost$max`,
  uniqCombined64StateIf(14)(ifNull(toString(`person`), ''), `person` is not null) as `_person$distinct`,
  quantilesGKStateIf(1000, 0.5)(ifNull(toFloat64(`tokens`), 0), `tokens` is not null) as `_tokens$spread`
from events.`calls`
where tenant_id = '01980000-0000-7000-0000-000000000001'
  and (`occurred_at` >= fromUnixTimestamp64Micro(toInt64(1768003200000000), 'UTC') and `occurred_at` < fromUnixTimestamp64Micro(toInt64(1775001600000000), 'UTC'))
  and `model` in ({p1:String})
  and received_at > fromUnixTimestamp64Micro(toInt64(1000000), 'UTC')
group by step, d0
union all
select toDateTime(toStartOfDay(addSeconds(_bucket, multiIf(_bucket < fromUnixTimestamp64Micro(toInt64(1774746000000000), 'UTC'), 3600, 7200))), 'UTC') as step,
  toString(`model`) as d0,
  sum(_events) as _events,
  sum(`_tokens$present`) as `_tokens$present`,
  sum(`_tokens$sum`) as `_tokens$sum`,
  sum(`_cost$present`) as `_cost$present`,
  sum(`_cost$sum`) as `_cost$sum`,
  min(`_tokens$min`) as `_tokens$min`,
  max(`_cost$max`) as `_cost$max`,
  uniqCombined64MergeState(14)(`_person$distinct`) as `_person$distinct`,
  quantilesGKMergeState(1000, 0.5)(`_tokens$spread`) as `_tokens$spread`
from events.`calls$by_model$minute`
where tenant_id = '01980000-0000-7000-0000-000000000001'
  and (_bucket >= fromUnixTimestamp64Micro(toInt64(1775001600000000), 'UTC') and _bucket < fromUnixTimestamp64Micro(toInt64(1775003400000000), 'UTC'))
  and `model` in ({p2:String})
group by step, d0
union all
select toDateTime(toStartOfDay(addSeconds(toStartOfMinute(`occurred_at`), multiIf(toStartOfMinute(`occurred_at`) < fromUnixTimestamp64Micro(toInt64(1774746000000000), 'UTC'), 3600, 7200))), 'UTC') as step,
  toString(`model`) as d0,
  count() as _events,
  count(`tokens`) as `_tokens$present`,
  ifNull(sum(toInt128(`tokens`)), 0) as `_tokens$sum`,
  count(`cost`) as `_cost$present`,
  ifNull(sum(`cost`), 0) as `_cost$sum`,
  min(toNullable(`tokens`)) as `_tokens$min`,
  max(toNullable(`cost`)) as `_cost$max`,
  uniqCombined64StateIf(14)(ifNull(toString(`person`), ''), `person` is not null) as `_person$distinct`,
  quantilesGKStateIf(1000, 0.5)(ifNull(toFloat64(`tokens`), 0), `tokens` is not null) as `_tokens$spread`
from events.`calls`
where tenant_id = '01980000-0000-7000-0000-000000000001'
  and (`occurred_at` >= fromUnixTimestamp64Micro(toInt64(1775001600000000), 'UTC') and `occurred_at` < fromUnixTimestamp64Micro(toInt64(1775003400000000), 'UTC'))
  and `model` in ({p3:String})
  and received_at > fromUnixTimestamp64Micro(toInt64(1000000), 'UTC')
group by step, d0
union all
select toDateTime(toStartOfDay(addSeconds(`occurred_at`, multiIf(`occurred_at` < fromUnixTimestamp64Micro(toInt64(1774746000000000), 'UTC'), 3600, 7200))), 'UTC') as step,
  toString(`model`) as d0,
  count() as _events,
  count(`tokens`) as `_tokens$present`,
  ifNull(sum(toInt128(`tokens`)), 0) as `_tokens$sum`,
  count(`cost`) as `_cost$present`,
  ifNull(sum(`cost`), 0) as `_cost$sum`,
  min(toNullable(`tokens`)) as `_tokens$min`,
  max(toNullable(`cost`)) as `_cost$max`,
  uniqCombined64StateIf(14)(ifNull(toString(`person`), ''), `person` is not null) as `_person$distinct`,
  quantilesGKStateIf(1000, 0.5)(ifNull(toFloat64(`tokens`), 0), `tokens` is not null) as `_tokens$spread`
from events.`calls`
where tenant_id = '01980000-0000-7000-0000-000000000001'
  and (`occurred_at` >= fromUnixTimestamp64Micro(toInt64(1775003400000000), 'UTC') and `occurred_at` < fromUnixTimestamp64Micro(toInt64(1775003430000000), 'UTC'))
  and `model` in ({p4:String})
group by step, d0
)
group by step, d0
having sum(_events) > 0
order by m1 desc nulls last, step asc nulls first, d0 asc nulls first
limit 50
-- {p0=o'small, p1=o'small, p2=o'small, p3=o'small, p4=o'small}
