package dev.freehold.eventstore.duckdb.rollup;

import static dev.freehold.eventstore.duckdb.rollup.tally.Sql.quoted;
import static dev.freehold.eventstore.duckdb.rollup.tally.Sql.timestamp;

import dev.freehold.eventstore.Level;
import dev.freehold.eventstore.duckdb.rollup.tally.Sql;
import dev.freehold.eventstore.question.Kept;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;

/**
 * Fills a rollup that was added to a stream from the rows kept, some days of events at a time. It
 * is not read before it is whole; what a crash or a correction interrupts begins again.
 */
final class Backfill {

  private static final long ROWS_AT_ONCE = 500_000;
  private static final long MICROS_PER_DAY = 86_400_000_000L;

  /** From the first instant to the one after the last. */
  private record Span(long from, long to) {}

  private final Engine engine;
  private final Kepts kepts;
  private final Shape shape;
  private final Deque<Span> spans = new ArrayDeque<>();
  private boolean started;
  private long filledTo;

  Backfill(Engine engine, Kepts kepts, Shape shape) {
    this.engine = engine;
    this.kepts = kepts;
    this.shape = shape;
  }

  Shape shape() {
    return shape;
  }

  /** Rows were taken away or changed that may have been counted. */
  void restart() {
    started = false;
  }

  /** Fills some more; true when the rollup is whole and can be read. */
  boolean advance() {
    return engine.change(
        snapshot -> {
          if (!started) {
            start(snapshot);
            return false;
          }
          var span = spans.poll();
          if (span != null) {
            fill(snapshot, within(span) + " and " + Roller.until(filledTo), finest(span));
            return false;
          }
          var state = new RollupState(snapshot.connection());
          long watermark = state.watermark(shape.stream());
          fill(
              snapshot,
              Roller.received(filledTo) + " and " + Roller.until(watermark),
              Level.MINUTE);
          state.setReady(shape);
          return true;
        });
  }

  private void start(Snapshot snapshot) throws SQLException {
    var connection = snapshot.connection();
    for (var level : Level.values()) {
      try (var statement = connection.createStatement()) {
        statement.execute("delete from " + shape.table(level));
      }
    }
    filledTo = new RollupState(connection).watermark(shape.stream());
    plan(snapshot);
    started = true;
  }

  private void plan(Snapshot snapshot) throws SQLException {
    spans.clear();
    var sql =
        "select epoch_us(date_trunc('day', %s)), count(*) from %s where %s group by 1 order by 1"
            .formatted(
                quoted(shape.stream().time()),
                snapshot.rows(shape.stream()),
                Roller.until(filledTo));
    try (var statement = snapshot.connection().createStatement();
        var day = statement.executeQuery(sql)) {
      long rows = ROWS_AT_ONCE;
      while (day.next()) {
        long begin = day.getLong(1);
        rows += day.getLong(2);
        if (rows > ROWS_AT_ONCE) {
          spans.add(new Span(begin, begin + MICROS_PER_DAY));
          rows = day.getLong(2);
        } else {
          spans.add(new Span(spans.removeLast().from(), begin + MICROS_PER_DAY));
        }
      }
    }
  }

  private void fill(Snapshot snapshot, String where, Level finest) throws SQLException {
    var deltas = new Deltas(shape, tenant -> kepts.of(tenant, shape.stream()));
    deltas.fold(snapshot.connection(), snapshot.rows(shape.stream()), where, finest);
    deltas.finish();
    deltas.append(snapshot.connection());
  }

  /** Tenants keep nothing for longer than the stream declares. */
  private Level finest(Span span) {
    var declared = new Kept(shape.stream().tiers(), engine.clock().instant(), Map.of());
    boolean old = span.to() <= Sql.micros(declared.bucketsFrom(Level.MINUTE));
    return old ? Level.HOUR : Level.MINUTE;
  }

  private String within(Span span) {
    return "%1$s >= %2$s and %1$s < %3$s"
        .formatted(quoted(shape.stream().time()), timestamp(span.from()), timestamp(span.to()));
  }
}
