package dev.freehold.eventstore.clickhouse;

import org.jspecify.annotations.Nullable;

/**
 * Where tables are: in one database of one server, or on a cluster, where each is a replicated
 * table per shard under a distributed one, and a tenant's rows are all on one shard.
 */
record Layout(String database, @Nullable String cluster) {

  /** Parts that were written anew are deleted within seconds, for whoever waits for an erasure. */
  static final String CLEANING =
      """
      old_parts_lifetime = 1, cleanup_delay_period = 1, max_cleanup_delay_period = 1,
          cleanup_delay_period_random_add = 0, finished_mutations_to_keep = 0""";

  /** What is written to and read from. */
  String table(String name) {
    return database + "." + quoted(name);
  }

  /** What holds the rows: mutations, partitions and their columns are of this one. */
  String storage(String name) {
    return database + "." + quoted(storageName(name));
  }

  String storageName(String name) {
    return cluster == null ? name : name + "_local";
  }

  /** Follows the name of a table in whatever changes it. */
  String onCluster() {
    return cluster == null ? "" : " on cluster " + cluster;
  }

  /** The engine of {@link #storage}; a replica finds its path by the server's macros. */
  String engine(String family, String replicated) {
    return cluster == null
        ? family + "()"
        : "Replicated%s('/clickhouse/tables/{uuid}/{shard}', '{replica}')".formatted(replicated);
  }

  /** The engine of a small table that every server has whole, whatever its shard. */
  String everywhere() {
    return cluster == null
        ? "MergeTree()"
        : "ReplicatedMergeTree('/clickhouse/tables/{uuid}/all', '{shard}_{replica}')";
  }

  /** Block numbers and tokens are remembered by the replicas, or by the table itself. */
  String deduplication(int blocks) {
    return cluster == null
        ? "non_replicated_deduplication_window = " + blocks
        : "replicated_deduplication_window = " + blocks;
  }

  /** The table over the shards, null where there is only one. */
  @Nullable String distributed(String name) {
    return cluster == null
        ? null
        : """
          create table if not exists %s on cluster %s as %s
          engine = Distributed(%s, %s, %s, cityHash64(tenant_id))"""
            .formatted(
                table(name), cluster, storage(name), cluster, database, quoted(storageName(name)));
  }

  /** Names are checked against a pattern, but may still be words of SQL. */
  static String quoted(String name) {
    return "`" + name + "`";
  }
}
