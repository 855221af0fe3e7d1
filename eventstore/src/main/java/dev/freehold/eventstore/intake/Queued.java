package dev.freehold.eventstore.intake;

/** What waits for a writer, and how much of the queue it takes up. */
public interface Queued {

  default int queuedRows() {
    return 0;
  }

  /** Roughly what it occupies in memory. */
  default long queuedBytes() {
    return 0;
  }

  /** Ends the work: nothing of it took place. */
  void fail(RuntimeException cause);
}
