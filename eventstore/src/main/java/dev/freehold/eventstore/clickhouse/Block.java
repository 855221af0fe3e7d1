package dev.freehold.eventstore.clickhouse;

import dev.freehold.eventstore.Appended;
import dev.freehold.eventstore.intake.RecentIds;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The new rows of one insert into one table, all received at once. */
final class Block {

  private final EventTable table;
  private final @Nullable RecentIds recent;
  private final long received;
  private byte[] bytes = new byte[0];
  private int size;
  private int rows;
  private long[] added = new long[64];

  /** A block that rows are put into whose ids are known already. */
  Block(EventTable table, long received) {
    this(table, null, received);
  }

  Block(EventTable table, @Nullable RecentIds recent, long received) {
    this.table = table;
    this.recent = recent;
    this.received = received;
  }

  EventTable table() {
    return table;
  }

  long received() {
    return received;
  }

  int rows() {
    return rows;
  }

  byte[] bytes() {
    return bytes;
  }

  int size() {
    return size;
  }

  /** Names the insert for ever, so that it takes place once however often it is sent. */
  String token() {
    return prefix(table) + received;
  }

  static String prefix(EventTable table) {
    return "freehold-" + table.layout().database() + "-" + table.name() + "-";
  }

  Appended add(EncodedRows encoded) {
    var duplicates = new BitSet();
    var fingerprints = encoded.fingerprints();
    Objects.requireNonNull(recent).touch(fingerprints);
    room(encoded.bytes().length + encoded.count() * Long.BYTES);
    for (int i = 0; i < encoded.count(); i++) {
      if (!isNew(fingerprints[2 * i], fingerprints[2 * i + 1])) {
        duplicates.set(i);
        continue;
      }
      copy(encoded, i);
    }
    return new Appended(encoded.count() - duplicates.cardinality(), duplicates);
  }

  void put(EncodedRows encoded, int row) {
    room(encoded.ends()[row] - encoded.start(row) + Long.BYTES);
    copy(encoded, row);
    rows++;
  }

  private void copy(EncodedRows encoded, int row) {
    int start = encoded.start(row);
    int length = encoded.ends()[row] - start;
    System.arraycopy(encoded.bytes(), start, bytes, size, length);
    Encoding.put(bytes, size + length, received);
    size += length + Long.BYTES;
  }

  /** The ids of a block that failed are new again. */
  void forget() {
    if (recent == null) {
      return;
    }
    for (int i = 0; i < 2 * rows; i += 2) {
      recent.remove(added[i], added[i + 1]);
    }
  }

  private boolean isNew(long high, long low) {
    if (!Objects.requireNonNull(recent)
        .add(high, low, Math.floorDiv(received, Encoding.MICROS_PER_DAY))) {
      return false;
    }
    if (2 * rows == added.length) {
      added = Arrays.copyOf(added, 2 * added.length);
    }
    added[2 * rows] = high;
    added[2 * rows + 1] = low;
    rows++;
    return true;
  }

  private void room(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
    }
  }
}
