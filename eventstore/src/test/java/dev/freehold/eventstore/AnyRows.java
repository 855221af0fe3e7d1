package dev.freehold.eventstore;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rows for whatever stream there is; a mark stands in every text that is no id or person. */
public final class AnyRows {

  private static final Duration APART = Duration.ofMinutes(7);

  private AnyRows() {}

  public static Batch of(Stream stream, String mark, Instant first, int from, int count) {
    var rows = new ArrayList<@Nullable Object[]>();
    for (int i = from; i < from + count; i++) {
      rows.add(row(stream, mark, first.plus(APART.multipliedBy(i)), i));
    }
    return new Batch(stream, rows);
  }

  /** The id of a row. */
  public static String id(int number) {
    return "event-" + number;
  }

  /** The person of a row, one of ten. */
  public static String person(int number) {
    return "person-" + number % 10;
  }

  private static @Nullable Object[] row(Stream stream, String mark, Instant at, int number) {
    return stream.columns().stream()
        .map(column -> value(stream, column, mark, at, number))
        .toArray();
  }

  private static Object value(Stream stream, Column column, String mark, Instant at, int number) {
    if (column.name().equals(stream.id())) {
      return id(number);
    }
    if (column.name().equals(stream.person())) {
      return person(number);
    }
    return switch (column.type()) {
      case UUID -> UUID.nameUUIDFromBytes((mark + number % 3).getBytes(StandardCharsets.UTF_8));
      case TEXT -> mark + "-" + number % 5;
      case LONG -> (long) number;
      case DOUBLE -> number / 2.0;
      case BOOLEAN -> number % 2 == 0;
      case TIMESTAMP -> at;
    };
  }

  /** The names of columns that hold the mark. */
  static List<String> marked(Stream stream) {
    return stream.columns().stream()
        .filter(column -> column.type() == ColumnType.TEXT)
        .map(Column::name)
        .filter(name -> !name.equals(stream.id()) && !name.equals(stream.person()))
        .toList();
  }
}
