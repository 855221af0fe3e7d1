package dev.freehold.eventstore.duckdb;

import dev.freehold.eventstore.EventStoreUnavailable;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that changes the database: it puts in what the writer hands it, makes changes
 * between two groups of rows, folds the engine's log into the file, erases, and opens the file anew
 * when the engine gave up. Who waits for the journal alone does not wait for any of that.
 */
final class Applier implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(Applier.class);

  /** How often a broken store is tried again. */
  private static final long RETRY_MILLIS = 200;

  private static final String BUSY = "Cannot CHECKPOINT";
  private static final long IDLE_MILLIS = 60_000;

  private final LinkedBlockingQueue<Job> jobs = new LinkedBlockingQueue<>();
  private final Instance instance;
  private final Commits commits;
  private final DuckDbSettings settings;
  private final Transactions transactions;
  private final Erasure erasure;
  private boolean ended;

  Applier(
      Instance instance,
      Commits commits,
      DuckDbSettings settings,
      Transactions transactions,
      Erasure erasure) {
    this.instance = instance;
    this.commits = commits;
    this.settings = settings;
    this.transactions = transactions;
    this.erasure = erasure;
    commits.onFailure(() -> jobs.add(Job.WAKE));
  }

  /** Does a job after those before it. */
  void add(Job job) {
    commits.handedOver(job);
    jobs.add(job);
  }

  @Override
  public void run() {
    try {
      while (!ended) {
        var job = jobs.poll(patience(), TimeUnit.MILLISECONDS);
        if (commits.isBroken()) {
          commits.settle();
        }
        if (instance.isOpen() || instance.reopen()) {
          perform(job == null ? Job.WAKE : job);
        } else if (job != null) {
          refuse(job);
        }
      }
    } catch (InterruptedException e) {
      LOG.warn("The applier was interrupted and ends");
    } finally {
      commits.close();
      refuseAll();
    }
  }

  /** Nothing is left unless it ended before its time. */
  private void refuseAll() {
    var left = new ArrayList<Job>();
    jobs.drainTo(left);
    left.removeIf(job -> job == Job.WAKE);
    left.forEach(this::refuse);
  }

  private long patience() {
    return instance.isOpen() ? IDLE_MILLIS : RETRY_MILLIS;
  }

  private void refuse(Job job) {
    var cause = new EventStoreUnavailable("the store cannot write now");
    commits.refuse(job, cause);
    job.failOrders(cause);
    ended = job.isLast();
  }

  private void perform(Job job) {
    long era = commits.era();
    if (job != Job.WAKE) {
      commits.start(job);
    }
    if (job.isAlone() || erasure.isInterrupted() || isLogLong()) {
      commits.settle();
    }
    if (commits.era() != era) {
      // Rows that were answered before it are not in the database.
      job.failOrders(new EventStoreUnavailable("the store cannot write now"));
    } else {
      make(job);
    }
    if (instance.isOpen() && erasure.isInterrupted()) {
      erasure.resume();
    }
    if (instance.isOpen() && isLogLong()) {
      checkpoint();
    }
    ended = job.isLast();
  }

  private void make(Job job) {
    for (var change : job.changes()) {
      if (instance.isOpen()) {
        instance.received(job.received());
        transactions.run(change);
      } else {
        change.fail(new EventStoreUnavailable("the store cannot write now"));
      }
    }
    for (var erase : job.erasures()) {
      if (instance.isOpen()) {
        erasure.run(erase);
      } else {
        erase.fail(new EventStoreUnavailable("the store cannot write now"));
      }
    }
  }

  private boolean isLogLong() {
    return instance.walBytes() >= settings.checkpointBytes();
  }

  private void checkpoint() {
    try {
      instance.forgetOldPositions();
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
