package dev.freehold.eventstore.clickhouse;

import java.util.UUID;

/**
 * Rows ready to be sent.
 *
 * @param fingerprints two per row
 * @param bytes one row after the other
 * @param ends where each row ends
 */
@SuppressWarnings("ArrayRecordComponent")
record EncodedRows(EventTable table, UUID tenant, long[] fingerprints, byte[] bytes, int[] ends) {

  int count() {
    return ends.length;
  }

  int start(int row) {
    return row == 0 ? 0 : ends[row - 1];
  }
}
