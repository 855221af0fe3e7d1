package dev.freehold.eventstore.intake;

/** Which work with rows a writer can do just now; what it cannot, goes on waiting. */
public interface Gate {

  /** Takes everything. */
  Gate OPEN =
      new Gate() {
        @Override
        public boolean takesQuick() {
          return true;
        }

        @Override
        public boolean takesRest(long rows) {
          return true;
        }
      };

  /** Whether it takes work that {@link Queued#isQuick}. */
  boolean takesQuick();

  /**
   * Whether it takes the rest.
   *
   * @param rows that wait there
   */
  boolean takesRest(long rows);
}
