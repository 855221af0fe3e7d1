package dev.freehold.eventstore.duckdb;

import dev.freehold.eventstore.EventStoreUnavailable;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Lets only so many queries of one tenant run at once, so that others find threads free. */
final class Turns {

  private static final class Turn {
    private final Semaphore free;
    private int users;

    Turn(int most) {
      free = new Semaphore(most, true);
    }
  }

  private final int most;
  private final Map<UUID, Turn> turns = new HashMap<>();

  Turns(int most) {
    this.most = most;
  }

  /**
   * Waits for a turn.
   *
   * @return what is left of the limit
   * @throws EventStoreUnavailable when none came within the limit
   */
  Duration enter(UUID tenant, Duration limit) throws InterruptedException {
    long begin = System.nanoTime();
    var turn = of(tenant);
    boolean entered = false;
    try {
      entered = turn.free.tryAcquire(limit.toNanos(), TimeUnit.NANOSECONDS);
    } finally {
      if (!entered) {
        forget(tenant);
      }
    }
    if (!entered) {
      throw new EventStoreUnavailable(
          "the tenant has " + most + " queries running already and waited for one to end");
    }
    return limit.minusNanos(System.nanoTime() - begin);
  }

  void leave(UUID tenant) {
    of(tenant).free.release();
    forget(tenant);
    forget(tenant);
  }

  /** Whether nothing is kept of anybody, so that tenants gone leave nothing behind. */
  synchronized boolean isIdle() {
    return turns.isEmpty();
  }

  private synchronized Turn of(UUID tenant) {
    var turn = turns.computeIfAbsent(tenant, _ -> new Turn(most));
    turn.users++;
    return turn;
  }

  private synchronized void forget(UUID tenant) {
    turns.computeIfPresent(tenant, (_, turn) -> --turn.users == 0 ? null : turn);
  }
}
