create table if not exists events.`calls` (
  tenant_id UUID,
  `id` String codec(ZSTD(3)),
  `occurred_at` DateTime64(6, 'UTC') codec(Delta(8), ZSTD(1)),
  `person` Nullable(String) codec(ZSTD(3)),
  `model` LowCardinality(Nullable(String)) codec(ZSTD(3)),
  `project` Nullable(UUID) codec(ZSTD(1)),
  `cached` Nullable(Bool) codec(ZSTD(1)),
  `tokens` Nullable(Int64) codec(T64, ZSTD(1)),
  `cost` Nullable(Float64) codec(Gorilla(8), ZSTD(1)),
  received_at DateTime64(6, 'UTC') codec(Delta(8), ZSTD(1)),
  index received received_at type minmax granularity 1
)
engine = MergeTree()
partition by toYYYYMM(`occurred_at`)
order by (tenant_id, `occurred_at`, `id`, received_at)
settings allow_nullable_key = 1, non_replicated_deduplication_window = 1000,
  fsync_after_insert = 1, fsync_part_directory = 1, min_rows_to_fsync_after_merge = 1,
  old_parts_lifetime = 1, cleanup_delay_period = 1, max_cleanup_delay_period = 1,
    cleanup_delay_period_random_add = 0, finished_mutations_to_keep = 0;

create table if not exists events.`calls$by_model$hour` (
  tenant_id UUID,
  _bucket DateTime('UTC') codec(Delta(4), ZSTD(1)),
  `model` LowCardinality(Nullable(String)),
  _counted SimpleAggregateFunction(max, DateTime64(6, 'UTC')),
  _events SimpleAggregateFunction(sum, UInt64),
  `_tokens$present` SimpleAggregateFunction(sum, UInt64),
  `_tokens$sum` SimpleAggregateFunction(sum, Int128),
  `_cost$present` SimpleAggregateFunction(sum, UInt64),
  `_cost$sum` SimpleAggregateFunction(sum, Float64),
  `_tokens$min` SimpleAggregateFunction(min, Nullable(Int64)),
  `_cost$max` SimpleAggregateFunction(max, Nullable(Float64)),
  `_person$distinct` AggregateFunction(uniqCombined64(14), String),
  `_tokens$spread` AggregateFunction(quantilesGK(1000, 0.5), Float64)
)
engine = AggregatingMergeTree()
partition by toYYYYMM(_bucket)
order by (tenant_id, _bucket, `model`)
settings allow_nullable_key = 1, non_replicated_deduplication_window = 0,
  fsync_after_insert = 1, fsync_part_directory = 1, min_rows_to_fsync_after_merge = 1,
  old_parts_lifetime = 1, cleanup_delay_period = 1, max_cleanup_delay_period = 1,
    cleanup_delay_period_random_add = 0, finished_mutations_to_keep = 0;

create table if not exists events.`freehold$rolled` (
  stream String, rollups String, upto DateTime64(6, 'UTC'), since DateTime64(6, 'UTC')
)
engine = MergeTree() order by stream
settings fsync_after_insert = 1, fsync_part_directory = 1;

create table if not exists events.`freehold$pending` (
  stream String, tenant_id UUID, minutes Array(Int64)
)
engine = MergeTree() order by stream
settings fsync_after_insert = 1, fsync_part_directory = 1;
