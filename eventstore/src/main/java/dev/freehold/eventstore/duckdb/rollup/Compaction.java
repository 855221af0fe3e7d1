package dev.freehold.eventstore.duckdb.rollup;

import static dev.freehold.eventstore.duckdb.rollup.tally.Sql.TENANT;
import static dev.freehold.eventstore.duckdb.rollup.tally.Sql.timestamp;

import dev.freehold.eventstore.Level;
import dev.freehold.eventstore.duckdb.rollup.tally.Sql;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Merges the deltas of a bucket into one row and writes a table anew in the order of tenant and
 * bucket, a slice at a time: then the engine skips whatever is not the tenant's. Buckets that are
 * retired are left out.
 */
final class Compaction {

  private static final long SLICE_ROWS = 100_000;

  /** Below so many new rows it is not worth while, or not before rows come in more slowly. */
  private static final long LEAST_NEW_ROWS = 20_000;

  private static final long LEAST_NEW_ROWS_WHEN_BUSY = 200_000;

  /** Questions that were planned before may still ask for what has just been retired. */
  private static final long GRACE_MICROS = Duration.ofHours(1).toNanos() / 1_000;

  private final Engine engine;
  private final Kepts kepts;

  /** By table, its rows after the last time. */
  private final Map<String, Long> compacted = new HashMap<>();

  Compaction(Engine engine, Kepts kepts) {
    this.engine = engine;
    this.kepts = kepts;
  }

  /**
   * Compacts a rollup's tables that grew by half since the last time; when rows come in fast, those
   * that doubled, so that writing buckets anew takes a part of the time that does not grow.
   */
  void compactWhatIsDue(Shape shape, boolean busy) throws SQLException {
    for (var level : Level.values()) {
      long before = compacted.getOrDefault(shape.table(level), 0L);
      long more =
          busy ? Math.max(LEAST_NEW_ROWS_WHEN_BUSY, before) : Math.max(LEAST_NEW_ROWS, before / 2);
      if (rows(shape, level) > before + more) {
        compact(shape, level);
      }
    }
  }

  void compact(Shape shape) throws SQLException {
    for (var level : Level.values()) {
      compact(shape, level);
    }
  }

  private void compact(Shape shape, Level level) throws SQLException {
    for (var slice : slices(shape, level)) {
      var merged = merged(shape, level, slice);
      engine.change(
          snapshot -> {
            try (var statement = snapshot.connection().createStatement()) {
              statement.execute("delete from " + shape.table(level) + " where " + slice);
            }
            try (var appender =
                snapshot.connection().createAppender(Shape.SCHEMA, shape.name(level))) {
              for (var delta : merged) {
                delta.append(appender);
              }
            }
            return true;
          });
    }
    compacted.put(shape.table(level), rows(shape, level));
  }

  private long rows(Shape shape, Level level) throws SQLException {
    return engine.read(
        snapshot -> {
          try (var statement = snapshot.connection().createStatement();
              var row = statement.executeQuery("select count(*) from " + shape.table(level))) {
            row.next();
            return row.getLong(1);
          }
        });
  }

  private List<Delta> merged(Shape shape, Level level, String slice) throws SQLException {
    return engine.read(
        snapshot -> {
          var merged = new ArrayList<Delta>();
          var keptFrom = new HashMap<UUID, Long>();
          try (var statement = snapshot.connection().createStatement();
              var row =
                  statement.executeQuery(shape.merge(level, level, slice) + " order by 2, 3")) {
            while (row.next()) {
              var delta = Delta.merged(shape, row);
              long from =
                  keptFrom.computeIfAbsent(
                      delta.key().tenant(),
                      tenant ->
                          Sql.micros(kepts.of(tenant, shape.stream()).bucketsFrom(level))
                              - GRACE_MICROS);
              if (delta.key().bucketMicros() >= from) {
                merged.add(delta);
              }
            }
          }
          return merged;
        });
  }

  /** Conditions that part a table into slices in the order of tenant and bucket. */
  private List<String> slices(Shape shape, Level level) throws SQLException {
    var sql =
        """
        select tenant_id, epoch_us(first), epoch_us(last), n
        from (
          select tenant_id, date_trunc('day', _bucket) as day, min(_bucket) as first,
            max(_bucket) as last, count(*) as n
          from %s group by 1, 2)
        order by 1, 2
        """
            .formatted(shape.table(level));
    return engine.read(
        snapshot -> {
          var slices = new ArrayList<String>();
          try (var statement = snapshot.connection().createStatement();
              var day = statement.executeQuery(sql)) {
            Slice slice = null;
            while (day.next()) {
              var next =
                  new Slice(
                      day.getObject(1, UUID.class),
                      day.getLong(2),
                      day.getObject(1, UUID.class),
                      day.getLong(3),
                      day.getLong(4));
              if (slice != null && slice.rows() + next.rows() > SLICE_ROWS) {
                slices.add(slice.where());
                slice = next;
              } else {
                slice = slice == null ? next : slice.and(next);
              }
            }
            if (slice != null) {
              slices.add(slice.where());
            }
          }
          return slices;
        });
  }

  /** From a tenant's bucket to that of the same or a later one, both included. */
  private record Slice(UUID tenant, long first, UUID lastTenant, long last, long rows) {

    Slice and(Slice next) {
      return new Slice(tenant, first, next.lastTenant, next.last, rows + next.rows);
    }

    String where() {
      return """
          %1$s >= '%2$s'::uuid and %1$s <= '%3$s'::uuid
            and (%1$s > '%2$s'::uuid or %6$s >= %4$s) and (%1$s < '%3$s'::uuid or %6$s <= %5$s)
          """
          .formatted(TENANT, tenant, lastTenant, timestamp(first), timestamp(last), Shape.BUCKET);
    }
  }
}
