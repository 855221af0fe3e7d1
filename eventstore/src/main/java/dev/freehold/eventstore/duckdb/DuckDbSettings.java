package dev.freehold.eventstore.duckdb;

import dev.freehold.eventstore.duckdb.segments.ColdSettings;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * What one DuckDB store may use of its machine.
 *
 * @param memoryBytes what the engine holds in memory before it spills to the store's directory
 * @param checkpointBytes the length of the write-ahead log that is folded into the file; a short
 *     one rewrites the file's tail often and makes the writer stall
 * @param threads the engine's own threads for one query, a checkpoint or an erasure
 * @param queries how many queries run at once; more wait, within their time limit
 * @param queuedRows rows waiting for the writer, before appends are refused
 * @param queuedBytes approximate bytes waiting for the writer, before appends are refused
 * @param sealRows the rows of a stream that are kept hot, unsorted and in one table for all
 *     tenants, before they are sealed
 * @param sealAge how long a row stays hot at most
 * @param clock tells when rows are received
 * @param cold the bucket for sealed rows that are hardly read any more; null for none
 */
public record DuckDbSettings(
    long memoryBytes,
    long checkpointBytes,
    int threads,
    int queries,
    int queuedRows,
    long queuedBytes,
    int sealRows,
    Duration sealAge,
    InstantSource clock,
    @Nullable ColdSettings cold) {

  static final long MEBIBYTE = 1024L * 1024;

  private static final int LEAST_QUERIES = 8;

  public DuckDbSettings {
    requirePositive("memoryBytes", memoryBytes);
    requirePositive("checkpointBytes", checkpointBytes);
    requirePositive("threads", threads);
    requirePositive("queries", queries);
    requirePositive("queuedRows", queuedRows);
    requirePositive("queuedBytes", queuedBytes);
    requirePositive("sealRows", sealRows);
    requirePositive("sealAge", sealAge.toMillis());
  }

  /**
   * 2 GiB, a checkpoint each 256 MiB, a thread less than there are cores, 1M rows or 512 MiB in the
   * queue, 1M rows or a day hot.
   *
   * <p>A caller of the engine spins while another thread works for it, also while that one waits
   * for the disk. On two cores a second thread therefore costs ingestion a quarter of the machine.
   */
  public static DuckDbSettings defaults() {
    int cores = Runtime.getRuntime().availableProcessors();
    return new DuckDbSettings(
        2048 * MEBIBYTE,
        256 * MEBIBYTE,
        Math.max(1, cores - 1),
        Math.max(LEAST_QUERIES, 2 * cores),
        1_000_000,
        512 * MEBIBYTE,
        1_000_000,
        Duration.ofDays(1),
        InstantSource.system(),
        null);
  }

  public DuckDbSettings withMemoryBytes(long bytes) {
    return new DuckDbSettings(
        bytes,
        checkpointBytes,
        threads,
        queries,
        queuedRows,
        queuedBytes,
        sealRows,
        sealAge,
        clock,
        cold);
  }

  public DuckDbSettings withCheckpointBytes(long bytes) {
    return new DuckDbSettings(
        memoryBytes,
        bytes,
        threads,
        queries,
        queuedRows,
        queuedBytes,
        sealRows,
        sealAge,
        clock,
        cold);
  }

  public DuckDbSettings withThreads(int count) {
    return new DuckDbSettings(
        memoryBytes,
        checkpointBytes,
        count,
        queries,
        queuedRows,
        queuedBytes,
        sealRows,
        sealAge,
        clock,
        cold);
  }

  public DuckDbSettings withQueue(int rows, long bytes) {
    return new DuckDbSettings(
        memoryBytes,
        checkpointBytes,
        threads,
        queries,
        rows,
        bytes,
        sealRows,
        sealAge,
        clock,
        cold);
  }

  public DuckDbSettings withSealing(int rows, Duration age) {
    return new DuckDbSettings(
        memoryBytes,
        checkpointBytes,
        threads,
        queries,
        queuedRows,
        queuedBytes,
        rows,
        age,
        clock,
        cold);
  }

  public DuckDbSettings withClock(InstantSource source) {
    return new DuckDbSettings(
        memoryBytes,
        checkpointBytes,
        threads,
        queries,
        queuedRows,
        queuedBytes,
        sealRows,
        sealAge,
        source,
        cold);
  }

  public DuckDbSettings withCold(@Nullable ColdSettings bucket) {
    return new DuckDbSettings(
        memoryBytes,
        checkpointBytes,
        threads,
        queries,
        queuedRows,
        queuedBytes,
        sealRows,
        sealAge,
        clock,
        bucket);
  }

  private static void requirePositive(String name, long value) {
    if (value <= 0) {
      throw new IllegalArgumentException(name + " must be positive, not " + value);
    }
  }
}
