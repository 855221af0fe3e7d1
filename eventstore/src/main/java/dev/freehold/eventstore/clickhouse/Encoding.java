package dev.freehold.eventstore.clickhouse;

import dev.freehold.eventstore.Column;
import dev.freehold.eventstore.intake.Rows;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rows as the server's RowBinary has them, written in the caller's thread. */
final class Encoding {

  static final long MICROS_PER_SECOND = 1_000_000;
  static final long MICROS_PER_DAY = 86_400 * MICROS_PER_SECOND;

  /** Times that all of the server's functions of time agree about. */
  static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");

  static final Instant LATEST = Instant.parse("2105-12-31T23:59:59.999999999Z");

  private static final int FIRST_BYTES = 256;

  private byte[] bytes = new byte[FIRST_BYTES];
  private int size;

  /** Without the time of receipt, which the writer puts behind each row. */
  static EncodedRows of(EventTable table, Rows rows) {
    var encoding = new Encoding();
    var columns = table.columns().toArray(new Column[0]);
    var ends = new int[rows.count()];
    for (int i = 0; i < rows.count(); i++) {
      var row = rows.row(i);
      encoding.uuid(rows.tenant());
      for (int c = 0; c < columns.length; c++) {
        encoding.value(columns[c], row[c], i);
      }
      ends[i] = encoding.size;
    }
    return new EncodedRows(
        table,
        rows.tenant(),
        rows.fingerprints(),
        Arrays.copyOf(encoding.bytes, encoding.size),
        ends);
  }

  static long micros(Instant instant) {
    return instant.getEpochSecond() * MICROS_PER_SECOND + instant.getNano() / 1_000;
  }

  private void value(Column column, @Nullable Object value, int row) {
    if (!column.required()) {
      room(1);
      bytes[size++] = (byte) (value == null ? 1 : 0);
    }
    if (value == null) {
      return;
    }
    switch (column.type()) {
      case UUID -> uuid((UUID) value);
      case TEXT -> text((String) value);
      case LONG -> whole((Long) value);
      case DOUBLE -> whole(Double.doubleToRawLongBits((Double) value));
      case BOOLEAN -> {
        room(1);
        bytes[size++] = (byte) ((Boolean) value ? 1 : 0);
      }
      case TIMESTAMP -> time(column, (Instant) value, row);
    }
  }

  private void time(Column column, Instant instant, int row) {
    if (instant.isBefore(EARLIEST) || instant.isAfter(LATEST)) {
      throw new IllegalArgumentException(
          "row %d: %s is not within the years 1970 to 2105, which ClickHouse keeps: %s"
              .formatted(row, column.name(), instant));
    }
    whole(micros(instant));
  }

  private void uuid(UUID uuid) {
    whole(uuid.getMostSignificantBits());
    whole(uuid.getLeastSignificantBits());
  }

  private void text(String text) {
    var utf8 = text.getBytes(StandardCharsets.UTF_8);
    room(utf8.length + 5);
    int left = utf8.length;
    while (left >= 0x80) {
      bytes[size++] = (byte) (left & 0x7F | 0x80);
      left >>>= 7;
    }
    bytes[size++] = (byte) left;
    System.arraycopy(utf8, 0, bytes, size, utf8.length);
    size += utf8.length;
  }

  private void whole(long value) {
    room(Long.BYTES);
    put(bytes, size, value);
    size += Long.BYTES;
  }

  /** Little-endian, as everything there. */
  static void put(byte[] into, int at, long value) {
    for (int i = 0; i < Long.BYTES; i++) {
      into[at + i] = (byte) (value >>> (8 * i));
    }
  }

  private void room(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
    }
  }
}
