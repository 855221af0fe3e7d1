package dev.freehold.eventstore.duckdb;

import dev.freehold.eventstore.EventStoreUnavailable;
import dev.freehold.eventstore.duckdb.rollup.Rollups;
import dev.freehold.eventstore.duckdb.segments.ColdFiles;
import java.io.IOException;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes segments, so that no two rewrite the same rows: it seals and merges by
 * itself, and does in between what others ask for.
 */
final class Maintenance implements Runnable, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Maintenance.class);

  /** How often hot rows are counted. */
  private static final long PAUSE_MILLIS = 1_000;

  /** One thing to be done. */
  @FunctionalInterface
  interface Task<T> {
    T run() throws SQLException, IOException;
  }

  private record Asked<T>(Task<T> task, CompletableFuture<T> done) {
    void run() {
      try {
        done.complete(task.run());
      } catch (SQLException | IOException e) {
        done.completeExceptionally(new EventStoreUnavailable(String.valueOf(e.getMessage()), e));
      } catch (RuntimeException | Error e) {
        // Whoever waits must hear of it, whatever it is.
        done.completeExceptionally(e);
      }
    }

    void refuse() {
      done.completeExceptionally(new EventStoreUnavailable("the event store is closed"));
    }
  }

  private final List<EventTable> tables;
  private final Rollups rollups;
  private final InstantSource clock;
  private final Sealing sealing;
  private final Merging merging;
  private final Retiring retiring;
  private final Cooling cooling;
  private final ColdFiles cold;
  private final Folds folds;
  private final LinkedBlockingQueue<Asked<?>> asked = new LinkedBlockingQueue<>();
  private final Thread thread;
  private volatile boolean closed;

  /** Whether deltas came since they were last looked at in quiet. */
  private boolean rolled;

  Maintenance(
      List<EventTable> tables,
      Rollups rollups,
      InstantSource clock,
      Sealing sealing,
      Merging merging,
      Retiring retiring,
      Cooling cooling,
      ColdFiles cold,
      Folds folds) {
    this.folds = folds;
    this.cooling = cooling;
    this.cold = cold;
    this.tables = tables;
    this.rollups = rollups;
    this.clock = clock;
    this.sealing = sealing;
    this.merging = merging;
    this.retiring = retiring;
    thread = Thread.ofPlatform().daemon().name("eventstore-maintenance").unstarted(this);
  }

  void start() {
    thread.start();
  }

  @Override
  public void run() {
    try {
      while (!closed) {
        var next = asked.poll(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        if (next != null) {
          next.run();
        } else {
          // Whoever reads the database here reads it as of a moment ago, and nobody waits for it.
          folds.begin();
          doWhatIsDue();
        }
      }
    } catch (InterruptedException e) {
      LOG.warn("Maintenance was interrupted and ends");
    } finally {
      closed = true;
      refuseAll();
    }
  }

  /** Runs a task in the thread and waits for it. */
  <T> T ask(Task<T> task) {
    var done = new CompletableFuture<T>();
    asked.add(new Asked<>(() -> asReader(task), done));
    if (closed) {
      refuseAll();
    }
    try {
      return done.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  /** Seals all that may be sealed, merges and drops, now. */
  void runNow() {
    ask(
        () -> {
          rollups.roll();
          while (rollups.backfill()) {
            // A portion at a time.
          }
          rollups.compact();
          for (var table : tables) {
            while (sealing.seal(table)) {
              // A portion at a time.
            }
            while (merging.merge(table)) {
              // A portion at a time.
            }
            retiring.retire(table);
            while (cooling.coolWhatIsDue(table)) {
              // A portion at a time.
            }
          }
          return true;
        });
  }

  /** Rolls up what waits, now. */
  void rollUpNow() {
    ask(
        () -> {
          boolean any = rollups.roll();
          rolled |= any;
          rollups.compactWhatIsDue(true);
          return any;
        });
  }

  @Override
  public void close() throws InterruptedException {
    closed = true;
    asked.add(new Asked<>(() -> true, new CompletableFuture<>()));
    if (thread.isAlive()) {
      thread.join();
    }
  }

  /** Keeps cold files here between what reads them in this thread and what does in the writer's. */
  private <T> T asReader(Task<T> task) throws SQLException, IOException {
    long reader = cold.enter();
    try {
      folds.awaitAll();
      return task.run();
    } finally {
      cold.leave(reader);
    }
  }

  private void doWhatIsDue() {
    rollUpWhatIsDue();
    for (var table : tables) {
      long reader = cold.enter();
      try {
        while (!closed && asked.isEmpty() && sealing.sealWhatIsDue(table)) {
          // A portion at a time.
        }
        while (!closed && asked.isEmpty() && merging.merge(table)) {
          // A portion at a time.
        }
        retiring.retire(table);
        while (!closed && asked.isEmpty() && cooling.coolWhatIsDue(table)) {
          // A portion at a time.
        }
      } catch (SQLException | IOException | RuntimeException e) {
        LOG.warn("{} could not be tidied now and is tried again: {}", table.name(), e.getMessage());
      } finally {
        cold.leave(reader);
      }
    }
  }

  private void rollUpWhatIsDue() {
    long reader = cold.enter();
    try {
      if (rollups.isDue(Group.micros(clock.instant()))) {
        rolled |= rollups.roll();
        rollups.compactWhatIsDue(true);
      } else if (rolled) {
        rollups.compactWhatIsDue(false);
        rolled = false;
      }
      while (!closed && asked.isEmpty() && rollups.backfill()) {
        // A portion at a time.
      }
    } catch (SQLException | RuntimeException e) {
      LOG.warn("Rows could not be rolled up now and are later: {}", e.getMessage());
    } finally {
      cold.leave(reader);
    }
  }

  private void refuseAll() {
    var waiting = new ArrayList<Asked<?>>();
    asked.drainTo(waiting);
    waiting.forEach(Asked::refuse);
  }
}
