package dev.freehold.accounts.limits;

import java.util.concurrent.locks.ReentrantLock;

/** The counts of one tenant, project or key, for whoever holds its lock. */
final class Meter {

  private final ReentrantLock lock = new ReentrantLock();
  private final Count[] counts = new Count[Window.values().length];

  Meter() {
    for (int i = 0; i < counts.length; i++) {
      counts[i] = new Count();
    }
  }

  ReentrantLock lock() {
    return lock;
  }

  Count count(Window window) {
    return counts[window.ordinal()];
  }
}
