package dev.freehold.eventstore.duckdb;

import dev.freehold.eventstore.Appended;
import dev.freehold.eventstore.EventStoreUnavailable;
import dev.freehold.eventstore.intake.RecentIds;
import dev.freehold.eventstore.intake.WorkQueue;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits a group on a thread of its own while the writer fills the next one. Groups are committed
 * in order, and when one fails the next one fails with it: it may have counted a row of the failed
 * one as its duplicate.
 */
final class Commits implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Commits.class);

  private record Filled(Group group, List<Work.Append> appends, List<Appended> answers) {}

  private final Instance instance;
  private final RecentIds recent;
  private final WorkQueue<Work> queue;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("eventstore-committer").factory());

  private @Nullable Filled underWay;
  private CompletableFuture<@Nullable Exception> outcome = CompletableFuture.completedFuture(null);
  private boolean other;

  Commits(Instance instance, RecentIds recent, WorkQueue<Work> queue) {
    this.instance = instance;
    this.recent = recent;
    this.queue = queue;
  }

  /** Fills a group and starts its commit as soon as the one before has ended. */
  void start(List<Work.Append> appends) {
    var group = new Group(connection(), instance::columnsOf, recent, instance.nextReceived());
    var filled = new Filled(group, appends, new ArrayList<>(appends.size()));
    Exception failure = null;
    try {
      for (var append : appends) {
        filled.answers().add(group.add(append.table(), append.rows()));
      }
      group.flush();
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
    // Only once the outcome is there to be seen: the writer may be asleep and must put it right.
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

  @Override
  public void close() {
    settle();
    thread.shutdown();
  }

  private @Nullable Exception commit(Filled filled) {
    try {
      filled.group().commit();
    } catch (SQLException | RuntimeException e) {
      return e;
    }
    for (int i = 0; i < filled.appends().size(); i++) {
      filled.appends().get(i).done().complete(filled.answers().get(i));
    }
    return null;
  }

  private void wakeIfFailed(@Nullable Exception failure) {
    if (failure != null) {
      queue.wake();
    }
  }

  private void giveUp(Exception cause, @Nullable Filled... groups) {
    outcome = CompletableFuture.completedFuture(null);
    underWay = null;
    var failed = new ArrayList<Filled>();
    for (var group : groups) {
      if (group != null) {
        failed.add(group);
      }
    }
    LOG.warn("{} groups of rows could not be written", failed.size(), cause);
    failed.forEach(filled -> filled.group().forget());
    instance.reopenWithout(failed.stream().map(Filled::group).toList());
    var failure =
        new EventStoreUnavailable("the rows could not be written: " + cause.getMessage(), cause);
    failed.forEach(filled -> filled.appends().forEach(append -> append.fail(failure)));
  }

  /** The two take turns, so that the one being filled is not the one being committed. */
  private DuckDBConnection connection() {
    other = !other;
    return other ? instance.database().otherWriter() : instance.database().writer();
  }
}
