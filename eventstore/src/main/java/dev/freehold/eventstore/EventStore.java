package dev.freehold.eventstore;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * Streams of events of many tenants. An engine is opened with the streams it serves; every verb
 * names the tenant, and nothing of another tenant can be reached through it.
 */
public interface EventStore extends AutoCloseable {

  /**
   * Appends rows; the future completes when they survive a crash of the process or the machine.
   *
   * <p>Fails with {@link EventStoreUnavailable} when the store cannot take rows now (full disk,
   * full queue, closing): then none of the batch is kept and it may be sent again.
   */
  CompletableFuture<Appended> append(UUID tenant, Batch batch);

  /**
   * Runs one statement over the tenant's rows and maps each row of the answer. An interrupted
   * caller cancels its query.
   *
   * @throws QueryTimeout when it takes longer than the limit
   */
  <T> List<T> query(UUID tenant, Query query, Duration limit, RowMapper<T> mapper);

  /**
   * Answers a question. An interrupted caller cancels it.
   *
   * @throws IllegalArgumentException when it names what the stream does not declare
   * @throws QueryTimeout when it takes longer than the limit
   */
  Answer ask(UUID tenant, Question question, Duration limit);

  /**
   * Puts rows in the place of those with the same ids, in every query and every rollup. Ids that
   * are not found among the rows kept are left out.
   *
   * @return how many rows were replaced, once that is durable
   */
  long correct(UUID tenant, Batch batch);

  /**
   * Removes rows by id, from every query and every rollup; their bytes go with the next merge.
   *
   * @return how many rows were removed, once that is durable
   */
  long delete(UUID tenant, Stream stream, Collection<String> ids);

  /**
   * Removes a person's rows from a stream for good: no query sees them once this returns, and no
   * byte of them is left in the store's files. Sums that cannot tell persons apart stay where the
   * rows behind them were retired already; a rollup by the person loses the person's buckets.
   *
   * @return how many rows were removed
   */
  long erase(UUID tenant, Stream stream, String person);

  /** Removes everything of a tenant for good, rollups included. */
  void eraseTenant(UUID tenant);

  /**
   * Writes a tenant's rows and rollups to Parquet files in an empty directory, one folder per
   * stream.
   *
   * @return how many rows of streams were written
   */
  long exportTenant(UUID tenant, Path directory);

  /**
   * Takes rows and rollups back from {@link #exportTenant}; the tenant must have nothing in the
   * store.
   *
   * @return how many rows of streams were read
   */
  long importTenant(UUID tenant, Path directory);

  /**
   * Computes the buckets of a range again from rows, as far as rows are kept, and names those that
   * differ. Distinct counts and quantiles are compared within their stated error.
   */
  List<Mismatch> reconcile(UUID tenant, Stream stream, Instant from, Instant to);

  /**
   * Does at once what the store otherwise does by itself in the background: rollups, sealing,
   * merging, retention.
   */
  void maintain();

  /** The SQL that {@link Query} must be written in. */
  Dialect dialect();

  /** Whether appends are possible now; cheap enough for a readiness probe. */
  boolean isWritable();

  @Override
  void close();
}
