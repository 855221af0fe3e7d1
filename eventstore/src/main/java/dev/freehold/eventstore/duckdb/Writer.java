package dev.freehold.eventstore.duckdb;

import dev.freehold.eventstore.duckdb.journal.Journal;
import dev.freehold.eventstore.intake.Gate;
import dev.freehold.eventstore.intake.RecentIds;
import dev.freehold.eventstore.intake.WorkQueue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that says which rows are new. Small batches it writes to the journal and answers;
 * large ones and everything else it hands to the applier.
 */
final class Writer implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(Writer.class);

  private static final long IDLE_MILLIS = 60_000;

  /** How often a broken store is tried again. */
  private static final long RETRY_MILLIS = 200;

  /** So many rows are worth a commit of their own, while the one before is under way. */
  private static final int GROUP_ROWS = 1_000;

  /** So many rows of the journal are put into the database at once, unless somebody waits. */
  private static final int FOLD_ROWS = 4_000;

  /** As many jobs wait for the applier at most. */
  private static final int MOST_JOBS = 8;

  private final WorkQueue<Work> queue;
  private final Instance instance;
  private final RecentIds recent;
  private final Pending pending;
  private final Journal journal;
  private final Commits commits;
  private final Applier applier;
  private final Thread applying;

  /** What the applier has no time for now waits in the queue, where its rows are counted. */
  private final Gate gate =
      new Gate() {
        @Override
        public boolean takesQuick() {
          // Who waits for a database that takes nothing is better told so.
          return (!pending.isFull() || commits.isFailing()) && commits.open() < MOST_JOBS;
        }

        @Override
        public boolean takesRest(long rows) {
          int open = commits.open();
          return open == 0 || (open == 1 && rows >= GROUP_ROWS);
        }
      };

  Writer(
      WorkQueue<Work> queue,
      Instance instance,
      RecentIds recent,
      Pending pending,
      Commits commits,
      Applier applier) {
    this.queue = queue;
    this.instance = instance;
    this.recent = recent;
    this.pending = pending;
    this.journal = instance.journal();
    this.commits = commits;
    this.applier = applier;
    applying = Thread.ofPlatform().daemon().name("eventstore-applier").unstarted(applier);
  }

  @Override
  public void run() {
    applying.start();
    try {
      boolean more = true;
      while (more) {
        var work = queue.take(patience(), gate);
        perform(work);
        boolean isLeft = !work.isEmpty() || queue.waitingRows() > 0;
        more = applying.isAlive() && (!queue.isClosed() || isLeft);
      }
    } catch (InterruptedException e) {
      LOG.warn("The writer was interrupted and ends");
    } finally {
      end();
    }
  }

  private long patience() {
    if (queue.isClosed()) {
      return queue.waitingRows() > 0 ? RETRY_MILLIS : 0;
    }
    return IDLE_MILLIS;
  }

  private void perform(List<Work> work) {
    var quick = new ArrayList<Work.Append>();
    var direct = new ArrayList<Work.Append>();
    var waiting = new ArrayList<CompletableFuture<Void>>();
    var changes = new ArrayList<Work.Change>();
    var erasures = new ArrayList<Work.Erase>();
    for (var one : work) {
      switch (one) {
        case Work.Append append -> (append.isQuick() ? quick : direct).add(append);
        case Work.Fold fold -> waiting.add(fold.done());
        case Work.Change change -> changes.add(change);
        case Work.Erase erase -> erasures.add(erase);
        case Work.Wake _ -> {}
      }
    }
    // Before anything is decided: rows that are under way now may yet turn out not to be kept.
    long era = commits.era();
    var decided = quick.isEmpty() ? new ArrayList<Job.Direct>() : journal(quick);
    if (!erasures.isEmpty()) {
      // What is to be erased stands in files then that are given up before it is erased.
      rotate();
    }
    boolean isJob =
        !decided.isEmpty()
            || !direct.isEmpty()
            || !waiting.isEmpty()
            || !changes.isEmpty()
            || !erasures.isEmpty()
            || (pending.rows() >= FOLD_ROWS && commits.open() == 0)
            || journal.isBroken() && !pending.isEmpty() && commits.open() == 0;
    if (isJob) {
      long received = instance.issueReceived();
      decided.replaceAll(one -> new Job.Direct(one.append(), one.decided().at(received)));
      for (var append : direct) {
        decided.add(new Job.Direct(append, Decided.of(append, recent, received)));
      }
      applier.add(new Job(received, era, decided, waiting, changes, erasures, false));
    }
  }

  /** Makes batches durable and answers them; returns those with which that cannot be done. */
  private List<Job.Direct> journal(List<Work.Append> appends) {
    boolean isDoubtful = commits.hasDirect();
    boolean isUsable = instance.isOpen() && !pending.isFull() && isUsable();
    long received = instance.issueReceived();
    var direct = new ArrayList<Job.Direct>();
    var own = new ArrayList<Job.Direct>();
    for (var append : appends) {
      var decided = Decided.of(append, recent, received);
      boolean isDoubted = isDoubtful && !decided.duplicates().isEmpty();
      (isUsable && !isDoubted ? own : direct).add(new Job.Direct(append, decided));
    }
    var kept = own.stream().map(Job.Direct::decided).filter(one -> one.count() > 0).toList();
    try {
      for (var one : kept) {
        journal.add(one.table().declaration(), one.rows(), one.duplicates(), received);
      }
      journal.sync(received);
    } catch (IOException e) {
      LOG.warn("The journal cannot be written, so rows go into the database at once", e);
      direct.addAll(own);
      return direct;
    }
    pending.add(kept);
    own.forEach(one -> one.append().done().complete(one.decided().answer()));
    return direct;
  }

  private boolean isUsable() {
    if (journal.isBroken() && pending.isEmpty() && commits.open() == 0) {
      try {
        journal.reset();
      } catch (IOException e) {
        LOG.warn("The journal cannot be begun anew", e);
      }
    }
    return !journal.isBroken();
  }

  private void rotate() {
    try {
      journal.rotate();
    } catch (IOException e) {
      LOG.warn("A file of the journal cannot be ended", e);
    }
  }

  /** Everything that was handed over is done before this returns. */
  private void end() {
    queue.close();
    queue.failAll();
    rotate();
    applier.add(Job.fold(instance.issueReceived(), true));
    try {
      applying.join();
      journal.close(pending.isEmpty());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      LOG.warn("The journal could not be given up; opening the store does", e);
    }
  }
}
