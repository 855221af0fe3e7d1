package dev.freehold.eventstore.duckdb;

import dev.freehold.eventstore.EventStoreUnavailable;
import dev.freehold.eventstore.duckdb.segments.Catalogue;
import dev.freehold.eventstore.intake.WorkQueue;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Changes that the applier commits between two groups of rows. */
final class Transactions {

  private static final Logger LOG = LoggerFactory.getLogger(Transactions.class);

  private final WorkQueue<Work> queue;
  private final Instance instance;
  private final Catalogue catalogue;

  Transactions(WorkQueue<Work> queue, Instance instance, Catalogue catalogue) {
    this.queue = queue;
    this.instance = instance;
    this.catalogue = catalogue;
  }

  /**
   * Has the applier commit a change and waits for it.
   *
   * @return completes when the files are deleted that it gave up
   * @throws EventStoreUnavailable when it was not committed, or may not have been
   */
  CompletableFuture<Void> commit(Work.Transaction transaction) {
    return commit(transaction, () -> {});
  }

  /** The same, with something that the applier's thread does once it is committed. */
  CompletableFuture<Void> commit(Work.Transaction transaction, Runnable committed) {
    var done = new CompletableFuture<CompletableFuture<Void>>();
    queue.add(new Work.Change(transaction, committed, done));
    return join(done);
  }

  static <T> T join(CompletableFuture<T> done) {
    try {
      return done.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  /** In the applier's thread. */
  void run(Work.Change change) {
    boolean committing = false;
    try {
      var database = instance.database();
      database.execute("begin transaction");
      var edit = change.transaction().in(database.writer());
      if (!edit.isEmpty()) {
        catalogue.write(database.writer(), edit);
      }
      committing = true;
      database.execute("commit");
      var gone = catalogue.published();
      change.committed().run();
      change.done().complete(gone);
    } catch (SQLException | RuntimeException e) {
      if (committing || !rollBack()) {
        // Whether it was committed is known once the file is read again.
        instance.reopen();
      }
      change.fail(
          e instanceof EventStoreUnavailable unavailable
              ? unavailable
              : new EventStoreUnavailable("the change was not made: " + e.getMessage(), e));
    }
  }

  private boolean rollBack() {
    try {
      instance.database().execute("rollback");
      catalogue.rolledBack();
      return true;
    } catch (SQLException e) {
      LOG.warn("A change could not be rolled back", e);
      return false;
    }
  }
}
