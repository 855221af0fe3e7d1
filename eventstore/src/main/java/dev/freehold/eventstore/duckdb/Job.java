package dev.freehold.eventstore.duckdb;

import dev.freehold.eventstore.EventStoreUnavailable;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * What the applier does at once: it puts rows into the database, those of the journal first, and
 * then makes changes.
 *
 * @param received later than the receipt of every row that is to be in the database by then
 * @param era {@link Commits#era} before it was decided which rows are new
 * @param direct rows that are not in the journal
 * @param waiting who waits until the rows of the journal are in the database
 * @param isLast whether the applier ends with it
 */
record Job(
    long received,
    long era,
    List<Direct> direct,
    List<CompletableFuture<Void>> waiting,
    List<Work.Change> changes,
    List<Work.Erase> erasures,
    boolean isLast) {

  /** Rows and who waits for them. */
  record Direct(Work.Append append, Decided decided) {}

  static final Job WAKE = new Job(0, 0, List.of(), List.of(), List.of(), List.of(), false);

  /** With nothing but the rows of the journal. */
  static Job fold(long received, boolean isLast) {
    return new Job(received, 0, List.of(), List.of(), List.of(), List.of(), isLast);
  }

  boolean isAlone() {
    return isLast || !changes.isEmpty() || !erasures.isEmpty();
  }

  void failOrders(EventStoreUnavailable cause) {
    changes.forEach(change -> change.fail(cause));
    erasures.forEach(erase -> erase.fail(cause));
  }
}
