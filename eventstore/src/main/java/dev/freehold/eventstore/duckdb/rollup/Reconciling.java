package dev.freehold.eventstore.duckdb.rollup;

import static dev.freehold.eventstore.duckdb.rollup.tally.Sql.TENANT;
import static dev.freehold.eventstore.duckdb.rollup.tally.Sql.quoted;
import static dev.freehold.eventstore.duckdb.rollup.tally.Sql.timestamp;

import dev.freehold.eventstore.Level;
import dev.freehold.eventstore.Mismatch;
import dev.freehold.eventstore.duckdb.rollup.tally.Sql;
import dev.freehold.eventstore.question.Buckets;
import dev.freehold.eventstore.question.Kept;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Compares a tenant's buckets with the rows that they stand for. */
final class Reconciling {

  private static final String NOTHING = "nothing";

  private final Snapshot snapshot;
  private final UUID tenant;
  private final Kept kept;

  Reconciling(Snapshot snapshot, UUID tenant, Kept kept) {
    this.snapshot = snapshot;
    this.tenant = tenant;
    this.kept = kept;
  }

  /** Of the whole buckets of a range, as far as all their rows are kept. */
  List<Mismatch> of(Shape shape, Instant from, Instant to) throws SQLException {
    var mismatches = new ArrayList<Mismatch>();
    for (var level : Level.values()) {
      var first = Buckets.ceiling(level, latest(from, kept.rowsFrom(), kept.bucketsFrom(level)));
      var last = Buckets.floor(level, to);
      if (first.isBefore(last)) {
        compare(shape, level, first, last, mismatches);
      }
    }
    return mismatches;
  }

  private void compare(
      Shape shape, Level level, Instant from, Instant to, List<Mismatch> mismatches)
      throws SQLException {
    var buckets = buckets(shape, level, from, to);
    var rows = rows(shape, level, from, to);
    var keys = new HashSet<>(buckets.keySet());
    keys.addAll(rows.keySet());
    for (var key : keys) {
      var bucket = buckets.get(key);
      var fresh = rows.get(key);
      if (bucket == null || fresh == null || !bucket.agrees(fresh)) {
        mismatches.add(
            new Mismatch(
                shape.rollup().name(),
                level,
                Sql.instant(key.bucketMicros()),
                texts(key.by()),
                bucket == null ? NOTHING : bucket.toString(),
                fresh == null ? NOTHING : fresh.toString()));
      }
    }
  }

  private Map<Delta.Key, Delta> buckets(Shape shape, Level level, Instant from, Instant to)
      throws SQLException {
    var where = TENANT + " = '" + tenant + "'::uuid and " + within(Shape.BUCKET, from, to);
    var found = new HashMap<Delta.Key, Delta>();
    try (var statement = snapshot.connection().createStatement();
        var row = statement.executeQuery(shape.merge(level, level, where))) {
      while (row.next()) {
        var delta = Delta.merged(shape, row);
        found.put(delta.key(), delta);
      }
    }
    return found;
  }

  /** Of the rows that are rolled up. */
  private Map<Delta.Key, Delta> rows(Shape shape, Level level, Instant from, Instant to)
      throws SQLException {
    long watermark = new RollupState(snapshot.connection()).watermark(shape.stream());
    var deltas = new Deltas(shape, _ -> kept);
    deltas.fold(
        snapshot.connection(),
        snapshot.rows(shape.stream(), tenant),
        within(quoted(shape.stream().time()), from, to) + " and " + Roller.until(watermark));
    var found = new HashMap<Delta.Key, Delta>();
    deltas.at(level).forEach(delta -> found.put(delta.key(), delta));
    return found;
  }

  private static String within(String time, Instant from, Instant to) {
    return "%1$s >= %2$s and %1$s < %3$s"
        .formatted(time, timestamp(Sql.micros(from)), timestamp(Sql.micros(to)));
  }

  private static List<@Nullable String> texts(List<@Nullable Object> values) {
    var texts = new ArrayList<@Nullable String>();
    values.forEach(value -> texts.add(value == null ? null : value.toString()));
    return texts;
  }

  private static Instant latest(Instant one, Instant two, Instant three) {
    var later = one.isAfter(two) ? one : two;
    return later.isAfter(three) ? later : three;
  }
}
