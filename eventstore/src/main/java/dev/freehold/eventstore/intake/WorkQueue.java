package dev.freehold.eventstore.intake;

import dev.freehold.eventstore.EventStoreUnavailable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
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

  /** What one tenant's turn brings at least, if that many rows wait. */
  private static final int TURN_ROWS = 1_000;

  /** The share of the queue that long lanes may fill, and the length of a short one. */
  private static final double OPEN = 0.75;

  private static final double SHORT = 1.0 / 256;

  private static final class Lane<W> {
    private final UUID tenant;
    private final ArrayDeque<W> waiting = new ArrayDeque<>();
    private long rows;
    private long bytes;

    private Lane(UUID tenant) {
      this.tenant = tenant;
    }
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();

  /** What brings no rows, and so is small and rare. */
  private final ArrayList<W> orders = new ArrayList<>();

  /** The lanes of the tenants whose rows wait. */
  private final Map<UUID, Lane<W>> lanes = new HashMap<>();

  /** The same: those that had no turn yet since they were empty, and the others. */
  private final ArrayDeque<Lane<W>> fresh = new ArrayDeque<>();

  private final ArrayDeque<Lane<W>> others = new ArrayDeque<>();

  private final long maxRows;
  private final long maxBytes;
  private final int groupRows;
  private final W wake;
  private long rows;
  private long bytes;
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
    var known = lanes.get(work.queuedTenant());
    long laneRows = work.queuedRows() + (known == null ? 0 : known.rows);
    long laneBytes = work.queuedBytes() + (known == null ? 0 : known.bytes);
    boolean isOpen = laneRows <= OPEN * maxRows - rows && laneBytes <= OPEN * maxBytes - bytes;
    boolean isShort =
        laneRows <= SHORT * maxRows
            && laneBytes <= SHORT * maxBytes
            && rows + work.queuedRows() <= maxRows
            && bytes + work.queuedBytes() <= maxBytes;
    if (!isOpen && !isShort && rows > 0) {
      return false;
    }
    var lane = known;
    if (lane == null) {
      lane = new Lane<>(work.queuedTenant());
      lanes.put(lane.tenant, lane);
      fresh.add(lane);
    }
    lane.waiting.add(work);
    count(lane, work, 1);
    return true;
  }

  /** How many rows wait now. */
  public long waitingRows() {
    lock.lock();
    try {
      return rows;
    } finally {
      lock.unlock();
    }
  }

  /** Whether not even a tenant without anything in the queue could add a row. */
  public boolean isFull() {
    lock.lock();
    try {
      return rows >= maxRows || bytes >= maxBytes;
    } finally {
      lock.unlock();
    }
  }

  public boolean isClosed() {
    return closed;
  }

  /** What waits now, up to a group of rows; empty when nothing came within the time. */
  public List<W> take(long millis) throws InterruptedException {
    lock.lock();
    try {
      long patience = TimeUnit.MILLISECONDS.toNanos(millis);
      while (orders.isEmpty() && lanes.isEmpty() && patience > 0) {
        patience = arrived.awaitNanos(patience);
      }
      var group = new ArrayList<>(orders);
      orders.clear();
      int half = groupRows / 2;
      int before = others.size();
      int left = turns(group, fresh, half, fresh.size()) + groupRows - half;
      left = turns(group, others, left, before);
      left = turns(group, fresh, left, fresh.size());
      turns(group, others, left, Integer.MAX_VALUE);
      return group;
    } finally {
      lock.unlock();
    }
  }

  /** Lets lanes bring rows as long as there is room; says how much is left. */
  private int turns(List<W> group, ArrayDeque<Lane<W>> waiting, int room, int most) {
    int left = room;
    for (int i = 0; i < most && left > 0 && !waiting.isEmpty(); i++) {
      left -= turn(group, waiting.remove());
    }
    return left;
  }

  /** Takes what a tenant may bring at once; it is the last then, if more of it waits. */
  private int turn(List<W> group, Lane<W> lane) {
    int taken = 0;
    while (taken < TURN_ROWS && !lane.waiting.isEmpty()) {
      var work = lane.waiting.remove();
      group.add(work);
      count(lane, work, -1);
      taken += work.queuedRows();
    }
    if (lane.waiting.isEmpty()) {
      lanes.remove(lane.tenant);
    } else {
      others.add(lane);
    }
    return taken;
  }

  private void count(Lane<W> lane, W moved, int sign) {
    lane.rows += (long) sign * moved.queuedRows();
    lane.bytes += sign * moved.queuedBytes();
    rows += (long) sign * moved.queuedRows();
    bytes += sign * moved.queuedBytes();
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
      lanes.values().forEach(lane -> left.addAll(lane.waiting));
      orders.clear();
      lanes.clear();
      fresh.clear();
      others.clear();
      rows = 0;
      bytes = 0;
    } finally {
      lock.unlock();
    }
    left.forEach(work -> work.fail(new EventStoreUnavailable("the event store is closed")));
  }
}
