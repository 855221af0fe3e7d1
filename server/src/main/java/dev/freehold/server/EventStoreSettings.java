package dev.freehold.server;

import dev.freehold.eventstore.clickhouse.ClickHouseSettings;
import dev.freehold.eventstore.duckdb.DuckDbSettings;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Where events are kept, and what the store may use of its machine; all but the address concern the
 * embedded engine.
 *
 * @param url {@code duckdb} for the embedded engine, or {@code
 *     clickhouse://user:password@host:port/database} with the port of the HTTP interface; {@code
 *     ?tls=true} and {@code &cluster=name} where it is so
 * @param memory what its engine holds in memory, beside Java's heap, before it spills to disk
 * @param threads the engine's threads; 0 for one less than there are cores
 * @param queue events that wait to be written, before senders are told to come back; 0 for an
 *     eighth of Java's heap
 * @param log the length of the write-ahead log that is folded into the file
 */
@ConfigurationProperties("freehold.events")
record EventStoreSettings(
    @DefaultValue(EventStoreSettings.EMBEDDED) String url,
    @DefaultValue("2GB") DataSize memory,
    @DefaultValue("0") int threads,
    @DefaultValue("0") DataSize queue,
    @DefaultValue("256MB") DataSize log) {

  static final String EMBEDDED = "duckdb";

  private static final int SHARE_OF_HEAP = 8;

  boolean isEmbedded() {
    return url.equals(EMBEDDED);
  }

  ClickHouseSettings clickHouse() {
    return ClickHouseSettings.of(url);
  }

  DuckDbSettings duckDb() {
    var standard = DuckDbSettings.defaults();
    long queued = queue.isNegative() || queue.toBytes() == 0 ? shareOfHeap() : queue.toBytes();
    return standard
        .withMemoryBytes(memory.toBytes())
        .withThreads(threads > 0 ? threads : standard.threads())
        .withQueue(standard.queuedRows(), queued)
        .withCheckpointBytes(log.toBytes());
  }

  private static long shareOfHeap() {
    return Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP;
  }
}
