package dev.freehold.eventstore.duckdb;

import dev.freehold.eventstore.Appended;
import dev.freehold.eventstore.intake.RecentIds;
import dev.freehold.eventstore.intake.Rows;
import java.util.BitSet;

/**
 * A batch of which it is known which rows are new: their ids are remembered from then on.
 *
 * @param received in microseconds
 */
record Decided(EventTable table, Rows rows, BitSet duplicates, long received) {

  static Decided of(Work.Append append, RecentIds recent, long received) {
    var rows = append.rows();
    var duplicates = new BitSet();
    var fingerprints = rows.fingerprints();
    long today = Math.floorDiv(received, Group.MICROS_PER_DAY);
    recent.touch(fingerprints);
    for (int i = 0; i < rows.count(); i++) {
      if (!recent.add(fingerprints[2 * i], fingerprints[2 * i + 1], today)) {
        duplicates.set(i);
      }
    }
    return new Decided(append.table(), rows, duplicates, received);
  }

  /** The same at another moment. */
  Decided at(long moment) {
    return new Decided(table, rows, duplicates, moment);
  }

  /** The ids of rows that were not kept are new again. */
  void forget(RecentIds recent) {
    var fingerprints = rows.fingerprints();
    for (int i = duplicates.nextClearBit(0); i < rows.count(); i = duplicates.nextClearBit(i + 1)) {
      recent.remove(fingerprints[2 * i], fingerprints[2 * i + 1]);
    }
  }

  int count() {
    return rows.count() - duplicates.cardinality();
  }

  Appended answer() {
    return new Appended(count(), duplicates);
  }
}
