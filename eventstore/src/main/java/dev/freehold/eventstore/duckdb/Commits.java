package dev.freehold.eventstore.duckdb;

import dev.freehold.eventstore.EventStoreUnavailable;
import dev.freehold.eventstore.duckdb.journal.Journal;
import dev.freehold.eventstore.intake.RecentIds;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits a group on a thread of its own while the applier fills the next one. Groups are committed
 * in order, and when one fails the next one fails with it: it may have counted a row of the failed
 * one as its duplicate. Rows of the journal that were in them wait again then.
 */
final class Commits implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Commits.class);

  private record Filled(Group group, List<Decided> folding, Job job) {}

  private final Instance instance;
  private final RecentIds recent;
  private final Pending pending;
  private final Journal journal;
  private final Runnable onRoom;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("eventstore-committer").factory());

  /** Jobs that were handed over and have not ended, and those of them with rows of their own. */
  private final AtomicInteger open = new AtomicInteger();

  private final AtomicInteger openDirect = new AtomicInteger();

  /** How often ids were forgotten because rows were not kept. */
  private final AtomicLong era = new AtomicLong();

  private volatile boolean failing;
  private Runnable onFailure = () -> {};
  private @Nullable Filled underWay;
  private CompletableFuture<@Nullable Exception> outcome = CompletableFuture.completedFuture(null);
  private boolean other;

  /**
   * @param onRoom runs whenever a job has ended
   */
  Commits(Instance instance, RecentIds recent, Pending pending, Journal journal, Runnable onRoom) {
    this.instance = instance;
    this.recent = recent;
    this.pending = pending;
    this.journal = journal;
    this.onRoom = onRoom;
  }

  void onFailure(Runnable wake) {
    onFailure = wake;
  }

  void handedOver(Job job) {
    open.incrementAndGet();
    if (!job.direct().isEmpty()) {
      openDirect.incrementAndGet();
    }
  }

  /** How many jobs have not ended. */
  int open() {
    return open.get();
  }

  /** Whether the last group failed, so that the next one may well fail too. */
  boolean isFailing() {
    return failing;
  }

  /** Whether rows are under way that are not durable: a duplicate of one may yet prove none. */
  boolean hasDirect() {
    return openDirect.get() > 0;
  }

  /** What was decided in another era may call a row the duplicate of one that was not kept. */
  long era() {
    return era.get();
  }

  /** Fills a group and starts its commit as soon as the one before has ended. */
  void start(Job job) {
    if (!job.direct().isEmpty() && job.era() != era.get()) {
      refuse(job, new EventStoreUnavailable("the rows before could not be written; try again"));
      return;
    }
    var folding = pending.take(job.received());
    // It was not known whether they were committed, and then they were.
    var known = folding.stream().filter(one -> one.received() <= instance.folded()).toList();
    pending.folded(known);
    folding.removeAll(known);
    var filled = new Filled(new Group(connection(), instance::columnsOf), folding, job);
    Exception failure = null;
    try {
      fill(filled);
    } catch (SQLException | RuntimeException e) {
      failure = e;
    }
    var before = outcome.join();
    if (before != null) {
      giveUp(before, underWay, filled);
      return;
    }
    if (failure != null) {
      giveUp(failure, filled);
      return;
    }
    underWay = filled;
    outcome = CompletableFuture.supplyAsync(() -> commit(filled), thread);
    // Only once the outcome is there to be seen: the applier may be asleep and must put it right.
    var _ = outcome.thenAccept(this::wakeIfFailed);
  }

  /** Whether a commit failed that nobody has dealt with. */
  boolean isBroken() {
    return outcome.isDone() && outcome.join() != null;
  }

  /** Waits for the commit under way, if there is one. */
  void settle() {
    var failure = outcome.join();
    if (failure != null) {
      giveUp(failure, underWay);
    }
  }

  /** Ends a job of which nothing can be done. */
  void refuse(Job job, EventStoreUnavailable cause) {
    job.direct().forEach(one -> one.decided().forget(recent));
    era.incrementAndGet();
    fail(job, cause);
  }

  @Override
  public void close() {
    settle();
    thread.shutdown();
  }

  private static void fill(Filled filled) throws SQLException {
    var group = filled.group();
    for (var one : filled.folding()) {
      group.add(one);
    }
    for (var direct : filled.job().direct()) {
      group.add(direct.decided());
    }
    group.flush(filled.job().received());
  }

  private @Nullable Exception commit(Filled filled) {
    try {
      filled.group().commit();
    } catch (SQLException | RuntimeException e) {
      return e;
    }
    failing = false;
    var job = filled.job();
    pending.folded(filled.folding());
    if (filled.group().hasRows()) {
      journal.note(job.received());
    }
    journal.release(job.received());
    end(job);
    job.direct().forEach(one -> one.append().done().complete(one.decided().answer()));
    job.waiting().forEach(one -> one.complete(null));
    onRoom.run();
    return null;
  }

  private void wakeIfFailed(@Nullable Exception failure) {
    if (failure != null) {
      onFailure.run();
    }
  }

  private void giveUp(Exception cause, @Nullable Filled... groups) {
    outcome = CompletableFuture.completedFuture(null);
    underWay = null;
    failing = true;
    var failed = new ArrayList<Filled>();
    for (var group : groups) {
      if (group != null) {
        failed.add(group);
      }
    }
    LOG.warn("{} groups of rows could not be written", failed.size(), cause);
    failed.forEach(filled -> filled.group().abandon());
    for (var filled : failed.reversed()) {
      pending.restore(filled.folding());
      filled.job().direct().forEach(one -> one.decided().forget(recent));
    }
    era.incrementAndGet();
    instance.reopenWithout(failed.stream().map(filled -> filled.job().received()).toList());
    var failure =
        new EventStoreUnavailable("the rows could not be written: " + cause.getMessage(), cause);
    failed.forEach(filled -> fail(filled.job(), failure));
  }

  private void fail(Job job, EventStoreUnavailable cause) {
    end(job);
    job.direct().forEach(one -> one.append().fail(cause));
    job.waiting().forEach(one -> one.completeExceptionally(cause));
    onRoom.run();
  }

  private void end(Job job) {
    open.decrementAndGet();
    if (!job.direct().isEmpty()) {
      openDirect.decrementAndGet();
    }
  }

  /** The two take turns, so that the one being filled is not the one being committed. */
  private DuckDBConnection connection() {
    other = !other;
    return other ? instance.database().otherWriter() : instance.database().writer();
  }
}
