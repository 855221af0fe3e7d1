package dev.freehold.server;

import dev.freehold.eventstore.MovableStore;
import dev.freehold.eventstore.Retention;
import dev.freehold.eventstore.Stream;
import dev.freehold.eventstore.clickhouse.ClickHouseEventStore;
import dev.freehold.eventstore.clickhouse.ClickHouseSettings;
import dev.freehold.eventstore.duckdb.DuckDbEventStore;
import dev.freehold.eventstore.duckdb.DuckDbSettings;
import dev.freehold.eventstore.duckdb.segments.ColdSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Where events are kept, and what the store may use of its machine; all but the address concern the
 * embedded engine.
 *
 * @param url {@code duckdb} for the embedded engine, {@code duckdb:/folder} for one elsewhere, or
 *     {@code clickhouse://user:password@host:port/database} with the port of the HTTP interface;
 *     {@code ?tls=true} and {@code &cluster=name} where it is so
 * @param memory what its engine holds in memory, beside Java's heap, before it spills to disk
 * @param threads the engine's threads; 0 for one less than there are cores
 * @param queue events that wait to be written, before senders are told to come back; 0 for an
 *     eighth of Java's heap
 * @param log the length of the write-ahead log that is folded into the file
 * @param s3 the bucket for sealed events that are hardly read any more
 */
@ConfigurationProperties("freehold.events")
record EventStoreSettings(
    @DefaultValue(EventStoreSettings.EMBEDDED) String url,
    @DefaultValue("2GB") DataSize memory,
    @DefaultValue("0") int threads,
    @DefaultValue("0") DataSize queue,
    @DefaultValue("256MB") DataSize log,
    @DefaultValue S3 s3) {

  /**
   * A bucket of any storage that speaks S3.
   *
   * @param endpoint its address; without it everything stays on the disk
   * @param region empty where the storage has none
   * @param bucket must be there
   * @param accessKey names who reads, writes, lists and deletes objects
   * @param secretKey belongs to it
   * @param prefix of the names of objects; no two servers may share it
   * @param days how many of them a partition must have ended before its events go there
   * @param cache of the disk, for what came back
   */
  record S3(
      @DefaultValue("") String endpoint,
      @DefaultValue("") String region,
      @DefaultValue("") String bucket,
      @DefaultValue("") String accessKey,
      @DefaultValue("") String secretKey,
      @DefaultValue("freehold") String prefix,
      @DefaultValue("90") int days,
      @DefaultValue("10GB") DataSize cache) {

    /** Null when there is none. */
    @Nullable ColdSettings cold() {
      return endpoint.isBlank()
          ? null
          : new ColdSettings(
              endpoint,
              region,
              bucket,
              accessKey,
              secretKey,
              prefix,
              Duration.ofDays(days),
              cache.toBytes());
    }

    /** Without the keys. */
    @Override
    public String toString() {
      return endpoint + "/" + bucket + "/" + prefix;
    }
  }

  static final String EMBEDDED = "duckdb";

  private static final String FOLDER = "duckdb:";

  private static final int SHARE_OF_HEAP = 8;

  /**
   * Opens the store at an address: the settings' own, or one that events move to.
   *
   * @param data the folder of the embedded engine that has no other
   */
  MovableStore open(String address, Path data, List<Stream> streams, Retention retention) {
    if (address.equals(EMBEDDED)) {
      return DuckDbEventStore.open(data.resolve("events"), streams, duckDb(), retention);
    }
    if (address.startsWith(FOLDER)) {
      var folder = Path.of(address.substring(FOLDER.length()));
      return DuckDbEventStore.open(folder, streams, duckDb(), retention);
    }
    return ClickHouseEventStore.open(
        ClickHouseSettings.of(address).withRetention(retention), streams);
  }

  private DuckDbSettings duckDb() {
    var standard = DuckDbSettings.defaults();
    long queued = queue.isNegative() || queue.toBytes() == 0 ? shareOfHeap() : queue.toBytes();
    return standard
        .withMemoryBytes(memory.toBytes())
        .withThreads(threads > 0 ? threads : standard.threads())
        .withQueue(standard.queuedRows(), queued)
        .withCheckpointBytes(log.toBytes())
        .withCold(s3.cold());
  }

  private static long shareOfHeap() {
    return Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP;
  }
}
