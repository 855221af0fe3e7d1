package dev.freehold.eventstore.intake;

import dev.freehold.eventstore.Batch;
import dev.freehold.eventstore.Column;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A batch whose values were checked and whose ids were fingerprinted, in the caller's thread. */
public final class Rows {

  /** The most rows of one batch. */
  static final int MAX_ROWS = 100_000;

  /** The longest text value, in UTF-16 units. */
  static final int MAX_TEXT = 1_000_000;

  /** A reference and most often the head of an object and of an array behind it. */
  private static final int VALUE_BYTES = 40;

  private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999999Z");

  private final Declaration declaration;
  private final UUID tenant;
  private final List<@Nullable Object[]> values;

  private final long[] fingerprints;

  private long bytes;

  public Rows(Declaration declaration, UUID tenant, Batch batch) {
    this.declaration = declaration;
    this.tenant = tenant;
    values = batch.rows();
    fingerprints = new long[2 * values.size()];
    if (values.size() > MAX_ROWS) {
      throw new IllegalArgumentException(
          "a batch of " + values.size() + " rows; the most is " + MAX_ROWS);
    }
    check();
  }

  public UUID tenant() {
    return tenant;
  }

  /** The values of a row in the order of the columns; not to be changed. */
  public @Nullable Object[] row(int at) {
    return values.get(at);
  }

  /** Two per row: the high and the low half of its id's fingerprint; not to be changed. */
  public long[] fingerprints() {
    return fingerprints;
  }

  public int count() {
    return values.size();
  }

  /** Roughly what the rows occupy in memory. */
  public long bytes() {
    return bytes;
  }

  private void check() {
    var columns = declaration.columns().toArray(new Column[0]);
    var fingerprint = new Fingerprint(declaration.name());
    for (int i = 0; i < values.size(); i++) {
      var row = values.get(i);
      if (row.length != columns.length) {
        throw new IllegalArgumentException(
            "row %d of %s has %d values for %d columns"
                .formatted(i, declaration.name(), row.length, columns.length));
      }
      for (int c = 0; c < columns.length; c++) {
        check(i, columns[c], row[c]);
      }
      fingerprint.of(
          tenant, (String) requireValue(i, columns[declaration.id()], row[declaration.id()]));
      fingerprints[2 * i] = fingerprint.high();
      fingerprints[2 * i + 1] = fingerprint.low();
    }
    bytes += (long) values.size() * columns.length * VALUE_BYTES;
  }

  private void check(int row, Column column, @Nullable Object value) {
    if (value == null) {
      if (column.required()) {
        throw wrong(row, column, "is required");
      }
      return;
    }
    switch (column.type()) {
      case UUID -> requireClass(row, column, value instanceof UUID, value);
      case TEXT -> {
        requireClass(row, column, value instanceof String, value);
        checkText(row, column, (String) value);
      }
      case LONG -> requireClass(row, column, value instanceof Long, value);
      case DOUBLE -> {
        requireClass(row, column, value instanceof Double, value);
        if (!Double.isFinite((Double) value)) {
          throw wrong(row, column, "is not a finite number: " + value);
        }
      }
      case BOOLEAN -> requireClass(row, column, value instanceof Boolean, value);
      case TIMESTAMP -> {
        requireClass(row, column, value instanceof Instant, value);
        if (((Instant) value).isBefore(EARLIEST) || ((Instant) value).isAfter(LATEST)) {
          throw wrong(row, column, "is not within the years 1 to 9999: " + value);
        }
      }
    }
  }

  private void checkText(int row, Column column, String text) {
    if (text.length() > MAX_TEXT) {
      throw wrong(row, column, "is longer than " + MAX_TEXT + " characters");
    }
    bytes += text.length();
  }

  private void requireClass(int row, Column column, boolean holds, Object value) {
    if (!holds) {
      throw wrong(
          row, column, "must be " + column.type() + ", not " + value.getClass().getSimpleName());
    }
  }

  private Object requireValue(int row, Column column, @Nullable Object value) {
    if (value == null) {
      throw wrong(row, column, "is required");
    }
    return value;
  }

  private IllegalArgumentException wrong(int row, Column column, String what) {
    return new IllegalArgumentException(
        "row " + row + " of " + declaration.name() + ": " + column.name() + " " + what);
  }
}
