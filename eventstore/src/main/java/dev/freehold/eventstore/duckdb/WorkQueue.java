package dev.freehold.eventstore.duckdb;

import dev.freehold.eventstore.EventStoreUnavailable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Work waiting for the writer, bounded by rows and bytes: who comes too late is told at once. */
final class WorkQueue {

  /** The rows of one commit, unless a single batch is larger. */
  private static final int GROUP_ROWS = 100_000;

  private final LinkedBlockingQueue<Work> queue = new LinkedBlockingQueue<>();
  private final AtomicLong rows = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private final int maxRows;
  private final long maxBytes;
  private volatile boolean closed;

  WorkQueue(int maxRows, long maxBytes) {
    this.maxRows = maxRows;
    this.maxBytes = maxBytes;
  }

  void add(Work work) {
    if (closed) {
      work.fail(new EventStoreUnavailable("the event store is closed"));
      return;
    }
    if (work instanceof Work.Append append && !reserve(append.rows())) {
      append.fail(new EventStoreUnavailable("too many rows wait to be written; try again"));
      return;
    }
    queue.add(work);
    if (closed) {
      // The writer may have looked for the last time before this came.
      failAll();
    }
  }

  boolean isFull() {
    return rows.get() >= maxRows || bytes.get() >= maxBytes;
  }

  boolean isClosed() {
    return closed;
  }

  /** What waits now, up to a group of rows; empty when nothing came within the time. */
  List<Work> take(long millis) throws InterruptedException {
    var group = new ArrayList<Work>();
    int size = 0;
    for (@Nullable Work work = queue.poll(millis, TimeUnit.MILLISECONDS);
        work != null;
        work = size < GROUP_ROWS ? queue.poll() : null) {
      group.add(work);
      if (work instanceof Work.Append append) {
        size += append.rows().count();
        release(append.rows());
      }
    }
    return group;
  }

  void wake() {
    queue.add(new Work.Wake());
  }

  /** From now on everything fails; what waits is left to the writer. */
  void close() {
    closed = true;
    wake();
  }

  void failAll() {
    for (var work = queue.poll(); work != null; work = queue.poll()) {
      if (work instanceof Work.Append append) {
        release(append.rows());
      }
      work.fail(new EventStoreUnavailable("the event store is closed"));
    }
  }

  /** A batch too large for the whole queue still passes when nothing else waits. */
  private boolean reserve(Rows added) {
    long rowsBefore = rows.getAndAdd(added.count());
    long bytesBefore = bytes.getAndAdd(added.bytes());
    boolean fits =
        (rowsBefore == 0 || rowsBefore + added.count() <= maxRows)
            && (bytesBefore == 0 || bytesBefore + added.bytes() <= maxBytes);
    if (!fits) {
      release(added);
      return false;
    }
    return true;
  }

  private void release(Rows taken) {
    rows.addAndGet(-taken.count());
    bytes.addAndGet(-taken.bytes());
  }
}
