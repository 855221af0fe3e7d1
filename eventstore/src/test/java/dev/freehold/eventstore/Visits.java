package dev.freehold.eventstore;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The stream of the contract's tests, with a column of each type. */
public final class Visits {

  public static final Stream STREAM =
      new Stream(
          "visits",
          "event_id",
          "occurred_at",
          "person",
          List.of(
              Column.required("event_id", ColumnType.TEXT),
              Column.required("occurred_at", ColumnType.TIMESTAMP),
              Column.optional("person", ColumnType.TEXT),
              Column.optional("page", ColumnType.TEXT),
              Column.optional("session", ColumnType.UUID),
              Column.optional("millis", ColumnType.LONG),
              Column.optional("score", ColumnType.DOUBLE),
              Column.optional("paid", ColumnType.BOOLEAN)));

  public static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  public static final Duration SOON = Duration.ofSeconds(30);

  private Visits() {}

  public static @Nullable Object[] visit(String id) {
    return visit(id, "ann", "/home");
  }

  public static @Nullable Object[] visit(String id, @Nullable String person, String page) {
    return new @Nullable Object[] {id, NOON, person, page, null, 1L, 0.5, true};
  }

  public static Batch batch(List<@Nullable Object[]> rows) {
    return new Batch(STREAM, rows);
  }

  public static Batch batchOf(@Nullable Object[]... rows) {
    return batch(List.of(rows));
  }

  /** One visit per id. */
  public static Batch batch(String... ids) {
    var rows = new ArrayList<@Nullable Object[]>();
    for (var id : ids) {
      rows.add(visit(id));
    }
    return batch(rows);
  }

  public static List<String> ids(EventStore store, UUID tenant) {
    return store.query(
        tenant,
        Query.of("select event_id from {visits} order by event_id"),
        SOON,
        row -> row.getString(1));
  }

  public static long count(EventStore store, UUID tenant) {
    return store
        .query(tenant, Query.of("select count(*) from {visits}"), SOON, row -> row.getLong(1))
        .getFirst();
  }
}
