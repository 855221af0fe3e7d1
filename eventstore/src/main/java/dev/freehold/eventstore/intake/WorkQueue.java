package dev.freehold.eventstore.intake;

import dev.freehold.eventstore.EventStoreUnavailable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Work waiting for the writer, bounded by rows and bytes: who comes too late is told at once. */
public final class WorkQueue<W extends Queued> {

  /** The rows of one commit, unless a single batch is larger. */
  private static final int GROUP_ROWS = 100_000;

  private final LinkedBlockingQueue<W> queue = new LinkedBlockingQueue<>();
  private final AtomicLong rows = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private final int maxRows;
  private final long maxBytes;
  private final W wake;
  private volatile boolean closed;

  /**
   * @param wake work that does nothing, to wake the writer with
   */
  public WorkQueue(int maxRows, long maxBytes, W wake) {
    this.wake = wake;
    this.maxRows = maxRows;
    this.maxBytes = maxBytes;
  }

  public void add(W work) {
    if (closed) {
      work.fail(new EventStoreUnavailable("the event store is closed"));
      return;
    }
    if (!reserve(work)) {
      work.fail(new EventStoreUnavailable("too many rows wait to be written; try again"));
      return;
    }
    queue.add(work);
    if (closed) {
      // The writer may have looked for the last time before this came.
      failAll();
    }
  }

  public boolean isFull() {
    return rows.get() >= maxRows || bytes.get() >= maxBytes;
  }

  public boolean isClosed() {
    return closed;
  }

  /** What waits now, up to a group of rows; empty when nothing came within the time. */
  public List<W> take(long millis) throws InterruptedException {
    var group = new ArrayList<W>();
    int size = 0;
    for (@Nullable W work = queue.poll(millis, TimeUnit.MILLISECONDS);
        work != null;
        work = size < GROUP_ROWS ? queue.poll() : null) {
      group.add(work);
      size += work.queuedRows();
      release(work);
    }
    return group;
  }

  public void wake() {
    queue.add(wake);
  }

  /** From now on everything fails; what waits is left to the writer. */
  public void close() {
    closed = true;
    wake();
  }

  public void failAll() {
    for (var work = queue.poll(); work != null; work = queue.poll()) {
      release(work);
      work.fail(new EventStoreUnavailable("the event store is closed"));
    }
  }

  /** A batch too large for the whole queue still passes when nothing else waits. */
  private boolean reserve(W added) {
    if (added.queuedRows() == 0) {
      return true;
    }
    long rowsBefore = rows.getAndAdd(added.queuedRows());
    long bytesBefore = bytes.getAndAdd(added.queuedBytes());
    boolean fits =
        (rowsBefore == 0 || rowsBefore + added.queuedRows() <= maxRows)
            && (bytesBefore == 0 || bytesBefore + added.queuedBytes() <= maxBytes);
    if (!fits) {
      release(added);
      return false;
    }
    return true;
  }

  private void release(W taken) {
    rows.addAndGet(-taken.queuedRows());
    bytes.addAndGet(-taken.queuedBytes());
  }
}
