package dev.freehold.eventstore.clickhouse;

import dev.freehold.eventstore.Appended;
import dev.freehold.eventstore.intake.Queued;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** What the writer thread is asked to do. */
sealed interface Work extends Queued {

  record Append(EncodedRows encoded, CompletableFuture<Appended> done) implements Work {
    @Override
    public UUID queuedTenant() {
      return encoded.tenant();
    }

    @Override
    public int queuedRows() {
      return encoded.count();
    }

    @Override
    public long queuedBytes() {
      return encoded.bytes().length
          + (long) Integer.BYTES * encoded.count()
          + 2L * Long.BYTES * encoded.count();
    }

    @Override
    public void fail(RuntimeException cause) {
      done.completeExceptionally(cause);
    }
  }

  /** A change that no append may run beside. */
  record Alone<T>(Supplier<T> change, CompletableFuture<T> done) implements Work {

    void run() {
      try {
        done.complete(change.get());
      } catch (RuntimeException e) {
        done.completeExceptionally(e);
      }
    }

    @Override
    public void fail(RuntimeException cause) {
      done.completeExceptionally(cause);
    }
  }

  /** Wakes the writer, for instance to end. */
  record Wake() implements Work {
    @Override
    public void fail(RuntimeException cause) {
      // Nobody waits for it.
    }
  }
}
