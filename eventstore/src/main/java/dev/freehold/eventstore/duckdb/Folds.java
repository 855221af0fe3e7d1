package dev.freehold.eventstore.duckdb;

import dev.freehold.eventstore.EventStoreUnavailable;
import dev.freehold.eventstore.QueryTimeout;
import dev.freehold.eventstore.intake.WorkQueue;
import java.time.Duration;
import java.util.Collection;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/** Brings rows from the journal into the database for whoever is about to read there. */
final class Folds {

  private final WorkQueue<Work> queue;
  private final Pending pending;
  private final Collection<EventTable> tables;

  Folds(WorkQueue<Work> queue, Pending pending, Collection<EventTable> tables) {
    this.queue = queue;
    this.pending = pending;
    this.tables = tables;
  }

  /**
   * Waits until a tenant's rows are in the database, if it has any elsewhere.
   *
   * @return what is left of the limit
   */
  Duration awaitFor(UUID tenant, Predicate<EventTable> isRead, Duration limit) {
    if (pending.isEmpty()
        || tables.stream().noneMatch(table -> pending.holds(table, tenant) && isRead.test(table))) {
      return limit;
    }
    long begin = System.nanoTime();
    try {
      order().get(limit.toNanos(), TimeUnit.NANOSECONDS);
      return limit.minusNanos(System.nanoTime() - begin);
    } catch (TimeoutException e) {
      throw new QueryTimeout(limit);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EventStoreUnavailable("the thread was interrupted; its query was cancelled", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof EventStoreUnavailable cause
          ? cause
          : new EventStoreUnavailable("the latest rows cannot be read now", e);
    }
  }

  /** Waits for all rows. */
  void awaitAll() {
    if (!pending.isEmpty()) {
      Transactions.join(order());
    }
  }

  /** Waits for nothing. */
  void begin() {
    if (!pending.isEmpty()) {
      var _ = order();
    }
  }

  private CompletableFuture<Void> order() {
    var done = new CompletableFuture<Void>();
    queue.add(new Work.Fold(done));
    return done;
  }
}
