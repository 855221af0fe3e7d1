package dev.freehold.eventstore.intake;

import dev.freehold.eventstore.EventStoreUnavailable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Work waiting for the writer, bounded by rows and bytes: who comes too late is told at once.
 *
 * <p>Each tenant's rows wait in a lane of its own and the lanes take turns, so that who sends
 * little does not wait behind who sends much; who had nothing waiting comes first, with up to half
 * of a group. A lane may become as long as three quarters of the queue still have room: one tenant
 * that floods fills three eighths, two fill a quarter each. The last quarter is left to short
 * lanes.
 *
 * <p>Source of the bound: Choudhury and Hahne, Dynamic Queue Length Thresholds for Shared-Memory
 * Packet Switches, 1998, with α = 1. Of the turns: RFC 8290, section 4.2, new and old queues.
 */
public final class WorkQueue<W extends Queued> {

  /** The rows of one commit, where whoever opens the queue says nothing else. */
  public static final int GROUP_ROWS = 100_000;

  /** The share of the queue that long lanes may fill, and the length of a short one. */
  private static final double OPEN = 0.75;

  private static final double SHORT = 1.0 / 256;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();

  /** What brings no rows, and so is small and rare. */
  private final ArrayList<W> orders = new ArrayList<>();

  /** What is soon done is not behind the rest. */
  private final Lanes<W> quick = new Lanes<>();

  private final Lanes<W> rest = new Lanes<>();

  private final long maxRows;
  private final long maxBytes;
  private final int groupRows;
  private final W wake;
  private volatile boolean closed;

  /**
   * @param wake work that does nothing, to wake the writer with
   */
  public WorkQueue(int maxRows, long maxBytes, W wake) {
    this(maxRows, maxBytes, GROUP_ROWS, wake);
  }

  /**
   * @param groupRows the rows of one commit, unless a single batch is larger: as long as that
   *     takes, whoever comes next waits
   * @param wake work that does nothing, to wake the writer with
   */
  public WorkQueue(int maxRows, long maxBytes, int groupRows, W wake) {
    this.maxRows = maxRows;
    this.maxBytes = maxBytes;
    this.groupRows = groupRows;
    this.wake = wake;
  }

  public void add(W work) {
    var refusal = tryAdd(work);
    if (!refusal.isEmpty()) {
      work.fail(new EventStoreUnavailable(refusal));
    }
  }

  /** Empty, or why the work was not added. */
  private String tryAdd(W work) {
    lock.lock();
    try {
      if (closed) {
        return "the event store is closed";
      }
      if (work.queuedRows() == 0) {
        orders.add(work);
      } else if (!enter(work)) {
        return "too many rows wait to be written; try again";
      }
      arrived.signal();
      return "";
    } finally {
      lock.unlock();
    }
  }

  /** A batch too large for its share still passes when nothing else waits. */
  private boolean enter(W work) {
    var lanes = work.isQuick() ? quick : rest;
    long laneRows = work.queuedRows() + lanes.rowsOf(work.queuedTenant());
    long laneBytes = work.queuedBytes() + lanes.bytesOf(work.queuedTenant());
    long rows = rows();
    long bytes = bytes();
    boolean isOpen = laneRows <= OPEN * maxRows - rows && laneBytes <= OPEN * maxBytes - bytes;
    boolean isShort =
        laneRows <= SHORT * maxRows
            && laneBytes <= SHORT * maxBytes
            && rows + work.queuedRows() <= maxRows
            && bytes + work.queuedBytes() <= maxBytes;
    if (!isOpen && !isShort && rows > 0) {
      return false;
    }
    lanes.add(work);
    return true;
  }

  private long rows() {
    return quick.rows() + rest.rows();
  }

  private long bytes() {
    return quick.bytes() + rest.bytes();
  }

  /** How many rows wait now. */
  public long waitingRows() {
    lock.lock();
    try {
      return rows();
    } finally {
      lock.unlock();
    }
  }

  /** Whether not even a tenant without anything in the queue could add a row. */
  public boolean isFull() {
    lock.lock();
    try {
      return rows() >= maxRows || bytes() >= maxBytes;
    } finally {
      lock.unlock();
    }
  }

  public boolean isClosed() {
    return closed;
  }

  /** What waits now, up to a group of rows; empty when nothing came within the time. */
  public List<W> take(long millis) throws InterruptedException {
    return take(millis, Gate.OPEN);
  }

  /** The same of what passes the gate, up to a group of quick work and a group of the rest. */
  public List<W> take(long millis, Gate gate) throws InterruptedException {
    lock.lock();
    try {
      long patience = TimeUnit.MILLISECONDS.toNanos(millis);
      while (!hasWork(gate) && patience > 0) {
        patience = arrived.awaitNanos(patience);
      }
      var group = new ArrayList<>(orders);
      orders.clear();
      if (gate.takesQuick()) {
        quick.take(group, groupRows);
      }
      if (gate.takesRest(rest.rows())) {
        rest.take(group, groupRows);
      }
      return group;
    } finally {
      lock.unlock();
    }
  }

  private boolean hasWork(Gate gate) {
    return !orders.isEmpty()
        || (!quick.isEmpty() && gate.takesQuick())
        || (!rest.isEmpty() && gate.takesRest(rest.rows()));
  }

  public void wake() {
    lock.lock();
    try {
      orders.add(wake);
      arrived.signal();
    } finally {
      lock.unlock();
    }
  }

  /** From now on everything fails; what waits is left to the writer. */
  public void close() {
    lock.lock();
    try {
      closed = true;
    } finally {
      lock.unlock();
    }
    wake();
  }

  public void failAll() {
    var left = new ArrayList<W>();
    lock.lock();
    try {
      left.addAll(orders);
      orders.clear();
      quick.drain(left);
      rest.drain(left);
    } finally {
      lock.unlock();
    }
    left.forEach(work -> work.fail(new EventStoreUnavailable("the event store is closed")));
  }
}
