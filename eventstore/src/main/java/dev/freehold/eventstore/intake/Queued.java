package dev.freehold.eventstore.intake;

import java.util.UUID;

/** What waits for a writer, and how much of the queue it takes up. */
public interface Queued {

  UUID NOBODY = new UUID(0, 0);

  /** Whose rows they are: each tenant waits in a lane of its own. */
  default UUID queuedTenant() {
    return NOBODY;
  }

  /** None for what is no append: that goes first. */
  default int queuedRows() {
    return 0;
  }

  /** Roughly what it occupies in memory. */
  default long queuedBytes() {
    return 0;
  }

  /** Whether it is so small that it need not wait for larger work to be done. */
  default boolean isQuick() {
    return false;
  }

  /** Ends the work: nothing of it took place. */
  void fail(RuntimeException cause);
}
