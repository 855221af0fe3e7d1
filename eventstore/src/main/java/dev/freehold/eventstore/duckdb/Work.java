package dev.freehold.eventstore.duckdb;

import dev.freehold.eventstore.Appended;
import dev.freehold.eventstore.duckdb.segments.Edit;
import dev.freehold.eventstore.intake.Queued;
import dev.freehold.eventstore.intake.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What the writer thread is asked to do. */
sealed interface Work extends Queued {

  /** The most rows of a batch that goes through the journal, and the bytes of them. */
  int QUICK_ROWS = 100;

  long QUICK_BYTES = 256 << 10;

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

    /** What is dear for a transaction of its own, and cheap to write twice. */
    @Override
    public boolean isQuick() {
      return rows.count() <= QUICK_ROWS && rows.bytes() <= QUICK_BYTES;
    }

    @Override
    public void fail(RuntimeException cause) {
      done.completeExceptionally(cause);
    }
  }

  /**
   * Brings rows from the journal into the database.
   *
   * @param done completes when all are there that were answered before
   */
  record Fold(CompletableFuture<Void> done) implements Work {
    @Override
    public void fail(RuntimeException cause) {
      done.completeExceptionally(cause);
    }
  }

  /**
   * Persons or tenants to be forgotten, and what takes the place of the segments that held them.
   *
   * @param sealed for each person the ids that those segments held
   * @param written completes when the writer is done with it; whether it was committed, while the
   *     persons wait until the old files are deleted
   */
  record Erase(
      List<Person> persons,
      List<List<String>> sealed,
      Edit edit,
      CompletableFuture<Boolean> written)
      implements Work {
    @Override
    public void fail(RuntimeException cause) {
      written.complete(false);
      persons.forEach(person -> person.done().completeExceptionally(cause));
    }
  }

  /**
   * One to be forgotten.
   *
   * @param person null for all of the tenant, in whatever table
   */
  record Person(
      EventTable table, UUID tenant, @Nullable String person, CompletableFuture<Long> done) {}

  /**
   * A transaction between two groups of rows.
   *
   * @param committed runs in the writer's thread once it is committed
   * @param done completes when it is committed; with a future of its own for the moment when the
   *     files are deleted that it gave up
   */
  record Change(
      Transaction transaction, Runnable committed, CompletableFuture<CompletableFuture<Void>> done)
      implements Work {
    @Override
    public void fail(RuntimeException cause) {
      done.completeExceptionally(cause);
    }
  }

  /** What a {@link Change} does to tables; says what it does to segments. */
  @FunctionalInterface
  interface Transaction {
    Edit in(Connection connection) throws SQLException;
  }

  /** Wakes the writer to finish an interrupted erasure, or to end. */
  record Wake() implements Work {
    @Override
    public void fail(RuntimeException cause) {
      // Nobody waits for it.
    }
  }
}
