package dev.freehold.eventstore.duckdb;

import dev.freehold.eventstore.Appended;
import dev.freehold.eventstore.intake.Queued;
import dev.freehold.eventstore.intake.Rows;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** What the writer thread is asked to do. */
sealed interface Work extends Queued {

  record Append(EventTable table, Rows rows, CompletableFuture<Appended> done) implements Work {
    @Override
    public UUID queuedTenant() {
      return rows.tenant();
    }

    @Override
    public int queuedRows() {
      return rows.count();
    }

    @Override
    public long queuedBytes() {
      return rows.bytes();
    }

    @Override
    public void fail(RuntimeException cause) {
      done.completeExceptionally(cause);
    }
  }

  record Erase(EventTable table, UUID tenant, String person, CompletableFuture<Long> done)
      implements Work {
    @Override
    public void fail(RuntimeException cause) {
      done.completeExceptionally(cause);
    }
  }

  /** Wakes the writer to finish an interrupted erasure, or to end. */
  record Wake() implements Work {
    @Override
    public void fail(RuntimeException cause) {
      // Nobody waits for it.
    }
  }
}
