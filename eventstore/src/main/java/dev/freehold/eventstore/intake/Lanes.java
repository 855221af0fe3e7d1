package dev.freehold.eventstore.intake;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Work with rows, in a lane for each tenant; the lanes take turns. */
final class Lanes<W extends Queued> {

  /** What one tenant's turn brings at least, if that many rows wait. */
  private static final int TURN_ROWS = 1_000;

  private static final class Lane<W> {
    private final UUID tenant;
    private final ArrayDeque<W> waiting = new ArrayDeque<>();
    private long rows;
    private long bytes;

    private Lane(UUID tenant) {
      this.tenant = tenant;
    }
  }

  private final Map<UUID, Lane<W>> lanes = new HashMap<>();

  /** The same: those that had no turn yet since they were empty, and the others. */
  private final ArrayDeque<Lane<W>> fresh = new ArrayDeque<>();

  private final ArrayDeque<Lane<W>> others = new ArrayDeque<>();
  private long rows;
  private long bytes;

  boolean isEmpty() {
    return lanes.isEmpty();
  }

  long rows() {
    return rows;
  }

  long bytes() {
    return bytes;
  }

  long rowsOf(UUID tenant) {
    var lane = lanes.get(tenant);
    return lane == null ? 0 : lane.rows;
  }

  long bytesOf(UUID tenant) {
    var lane = lanes.get(tenant);
    return lane == null ? 0 : lane.bytes;
  }

  void add(W work) {
    var lane = lanes.get(work.queuedTenant());
    if (lane == null) {
      lane = new Lane<>(work.queuedTenant());
      lanes.put(lane.tenant, lane);
      fresh.add(lane);
    }
    lane.waiting.add(work);
    count(lane, work, 1);
  }

  /** Moves up to so many rows, unless a single piece of work has more. */
  void take(List<W> group, int groupRows) {
    int half = groupRows / 2;
    int before = others.size();
    int left = turns(group, fresh, half, fresh.size()) + groupRows - half;
    left = turns(group, others, left, before);
    left = turns(group, fresh, left, fresh.size());
    turns(group, others, left, Integer.MAX_VALUE);
  }

  void drain(List<W> into) {
    lanes.values().forEach(lane -> into.addAll(lane.waiting));
    lanes.clear();
    fresh.clear();
    others.clear();
    rows = 0;
    bytes = 0;
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
}
