package dev.freehold.eventstore;

import java.time.Duration;
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
   * Runs one statement over the tenant's rows and maps each row of the answer.
   *
   * @throws QueryTimeout when it takes longer than the limit
   */
  <T> List<T> query(UUID tenant, Query query, Duration limit, RowMapper<T> mapper);

  /**
   * Removes a person's rows from a stream for good: no query sees them once this returns, and no
   * byte of them is left in the store's files.
   *
   * @return how many rows were removed
   */
  long erase(UUID tenant, Stream stream, String person);

  /** Whether appends are possible now; cheap enough for a readiness probe. */
  boolean isWritable();

  @Override
  void close();
}
