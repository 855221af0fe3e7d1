package dev.freehold.eventstore.clickhouse;

import dev.freehold.eventstore.Appended;
import dev.freehold.eventstore.EventStoreUnavailable;
import dev.freehold.eventstore.intake.RecentIds;
import dev.freehold.eventstore.intake.WorkQueue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that changes the store: everything that waits becomes one insert per stream, and
 * changes of other kinds run between inserts.
 */
final class Writer implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(Writer.class);

  private static final long IDLE_MILLIS = 60_000;
  private static final long PROBE_MILLIS = 1_000;

  /** How old the newest row is, at most, that questions read apart from the buckets. */
  private static final long FOLD_NANOS = 1_000_000_000;

  private final WorkQueue<Work> queue;
  private final Inserts inserts;
  private final RecentIds recent;
  private final ClickHouseSettings settings;
  private final List<Rolling> rollings;
  private long lastReceived;
  private long lastFold = System.nanoTime();
  private boolean behind;

  Writer(
      WorkQueue<Work> queue,
      Inserts inserts,
      RecentIds recent,
      ClickHouseSettings settings,
      List<Rolling> rollings,
      long lastReceived) {
    this.queue = queue;
    this.inserts = inserts;
    this.recent = recent;
    this.settings = settings;
    this.rollings = rollings;
    this.lastReceived = lastReceived;
  }

  @Override
  public void run() {
    try {
      boolean more = true;
      while (more) {
        var work = queue.take(patience());
        perform(work);
        more = !queue.isClosed() || !work.isEmpty();
      }
    } catch (InterruptedException e) {
      LOG.warn("The writer was interrupted and ends");
    } finally {
      queue.close();
      queue.failAll();
    }
  }

  /** Microseconds of UTC, later for each block, so that it also names the block. */
  long nextReceived() {
    lastReceived = Math.max(Encoding.micros(settings.clock().instant()), lastReceived + 1);
    return lastReceived;
  }

  private long patience() {
    if (queue.isClosed()) {
      return 0;
    }
    return inserts.works() && !behind ? IDLE_MILLIS : PROBE_MILLIS;
  }

  private void perform(List<Work> work) {
    if (work.isEmpty() && !inserts.works()) {
      inserts.probe();
    }
    var appends = new LinkedHashMap<EventTable, List<Work.Append>>();
    var others = new ArrayList<Work.Alone<?>>();
    for (var one : work) {
      switch (one) {
        case Work.Append append ->
            appends.computeIfAbsent(append.encoded().table(), _ -> new ArrayList<>()).add(append);
        case Work.Alone<?> alone -> others.add(alone);
        case Work.Wake _ -> {}
      }
    }
    appends.forEach(this::append);
    others.forEach(Work.Alone::run);
    behind |= !appends.isEmpty();
    if (behind && inserts.works() && System.nanoTime() - lastFold >= FOLD_NANOS) {
      lastFold = System.nanoTime();
      behind = false;
      for (var rolling : rollings) {
        behind |= !rolling.foldIfPossible(lastReceived, settings);
      }
    }
  }

  /** What was received last of all. */
  long lastReceived() {
    return lastReceived;
  }

  private void append(EventTable table, List<Work.Append> appends) {
    var block = new Block(table, recent, nextReceived());
    var answers = new ArrayList<Appended>(appends.size());
    try {
      for (var append : appends) {
        answers.add(block.add(append.encoded()));
      }
      if (block.rows() > 0) {
        inserts.send(block);
      }
    } catch (RuntimeException e) {
      block.forget();
      var failure =
          e instanceof EventStoreUnavailable unavailable
              ? unavailable
              : new EventStoreUnavailable("the rows could not be written: " + e.getMessage(), e);
      appends.forEach(append -> append.fail(failure));
      return;
    }
    for (int i = 0; i < appends.size(); i++) {
      appends.get(i).done().complete(answers.get(i));
    }
  }
}
