package dev.freehold.eventstore.duckdb;

import dev.freehold.eventstore.EventStoreUnavailable;
import dev.freehold.eventstore.intake.WorkQueue;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that changes the store: it commits everything that waits as one group, folds the
 * log into the file after it answered, erases, and opens the file anew when the engine gave up.
 */
final class Writer implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(Writer.class);

  /** How often a broken store is tried again. */
  private static final long RETRY_MILLIS = 200;

  private static final String BUSY = "Cannot CHECKPOINT";
  private static final long IDLE_MILLIS = 60_000;

  /** So many rows are worth a commit of their own, while the one before is under way. */
  private static final int GROUP_ROWS = 1_000;

  /** So many senders at once are taken for a crowd, which comes back as soon as it is answered. */
  private static final int CROWD = 8;

  /** How long the first of a crowd wait for the rest at most, and how often is looked. */
  private static final long CROWD_NANOS = 1_500_000;

  private static final long LOOK_NANOS = 100_000;

  private final WorkQueue<Work> queue;
  private final Instance instance;
  private final Commits commits;
  private final DuckDbSettings settings;
  private final Transactions transactions;
  private final Erasure erasure;
  private int lastSenders;

  Writer(
      WorkQueue<Work> queue,
      Instance instance,
      Commits commits,
      DuckDbSettings settings,
      Transactions transactions,
      Erasure erasure) {
    this.queue = queue;
    this.instance = instance;
    this.commits = commits;
    this.settings = settings;
    this.transactions = transactions;
    this.erasure = erasure;
  }

  @Override
  public void run() {
    try {
      boolean more = true;
      while (more) {
        gather();
        var work = queue.take(patience());
        if (commits.isBroken()) {
          commits.settle();
        }
        if (instance.isOpen() || instance.reopen()) {
          perform(work);
        } else {
          work.forEach(one -> one.fail(new EventStoreUnavailable("the store cannot write now")));
        }
        more = !queue.isClosed() || !work.isEmpty();
      }
    } catch (InterruptedException e) {
      LOG.warn("The writer was interrupted and ends");
    } finally {
      commits.close();
      queue.close();
      queue.failAll();
    }
  }

  /**
   * A commit costs the engine a millisecond, for one row as for a thousand. So few rows wait for
   * the commit under way to end, and for those whom it answers to come back with their next row.
   */
  private void gather() {
    if (queue.waitingRows() >= GROUP_ROWS || queue.isClosed()) {
      return;
    }
    commits.settle();
    if (lastSenders < CROWD) {
      return;
    }
    long end = System.nanoTime() + CROWD_NANOS;
    while (queue.waitingRows() < lastSenders && System.nanoTime() < end) {
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  private long patience() {
    if (queue.isClosed()) {
      return 0;
    }
    return instance.isOpen() ? IDLE_MILLIS : RETRY_MILLIS;
  }

  private void perform(List<Work> work) {
    var appends = new ArrayList<Work.Append>();
    var erasures = new ArrayList<Work.Erase>();
    var changes = new ArrayList<Work.Change>();
    for (var one : work) {
      switch (one) {
        case Work.Append append -> appends.add(append);
        case Work.Erase erase -> erasures.add(erase);
        case Work.Change change -> changes.add(change);
        case Work.Wake _ -> {}
      }
    }
    lastSenders = appends.size();
    if (!appends.isEmpty()) {
      commits.start(appends);
    }
    boolean alone = !erasures.isEmpty() || !changes.isEmpty() || erasure.isInterrupted();
    if (alone || isLogLong()) {
      commits.settle();
    }
    for (var change : changes) {
      if (instance.isOpen()) {
        transactions.run(change);
      } else {
        change.fail(new EventStoreUnavailable("the store cannot write now"));
      }
    }
    for (var erase : erasures) {
      if (instance.isOpen()) {
        erasure.run(erase);
      } else {
        erase.fail(new EventStoreUnavailable("the store cannot write now"));
      }
    }
    if (instance.isOpen() && erasure.isInterrupted()) {
      erasure.resume();
    }
    if (instance.isOpen() && isLogLong()) {
      checkpoint();
    }
  }

  private boolean isLogLong() {
    return instance.walBytes() >= settings.checkpointBytes();
  }

  private void checkpoint() {
    try {
      instance.database().execute("checkpoint");
    } catch (SQLException e) {
      if (String.valueOf(e.getMessage()).contains(BUSY)) {
        // A reader is older than a change; the log waits for it to end.
        return;
      }
      // What was answered is in the log; opening the file again replays it.
      LOG.warn("The log could not be folded into the file", e);
      instance.reopen();
    }
  }
}
