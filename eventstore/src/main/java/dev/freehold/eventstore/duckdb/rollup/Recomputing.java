package dev.freehold.eventstore.duckdb.rollup;

import static dev.freehold.eventstore.duckdb.rollup.tally.Sql.TENANT;
import static dev.freehold.eventstore.duckdb.rollup.tally.Sql.quoted;
import static dev.freehold.eventstore.duckdb.rollup.tally.Sql.timestamp;

import dev.freehold.eventstore.Level;
import dev.freehold.eventstore.duckdb.rollup.tally.Sql;
import dev.freehold.eventstore.question.Buckets;
import dev.freehold.eventstore.question.Kept;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Makes the buckets of one tenant anew that rows went from or came to: each from the level below
 * where that is kept for all of it, otherwise from rows. A bucket of which not even all rows are
 * kept stays as it is: nothing is left to say what it should be.
 */
final class Recomputing {

  private final Snapshot snapshot;
  private final Shape shape;
  private final UUID tenant;
  private final Kept kept;
  private final long watermark;

  /**
   * @param snapshot sees the rows as they are after the change
   */
  Recomputing(Snapshot snapshot, Shape shape, UUID tenant, Kept kept) throws SQLException {
    this.snapshot = snapshot;
    this.shape = shape;
    this.tenant = tenant;
    this.kept = kept;
    watermark = new RollupState(snapshot.connection()).watermark(shape.stream());
  }

  /**
   * @param times of events, in microseconds
   */
  void of(long[] times) throws SQLException {
    for (var level : Level.values()) {
      var fromRows = new TreeSet<Long>();
      var fromBelow = new TreeSet<Long>();
      for (long time : times) {
        var bucket = Buckets.floor(level, Sql.instant(time));
        if (bucket.isBefore(kept.bucketsFrom(level))) {
          continue;
        }
        if (level != Level.MINUTE && !bucket.isBefore(kept.bucketsFrom(below(level)))) {
          fromBelow.add(Sql.micros(bucket));
        } else if (!bucket.isBefore(kept.rowsFrom())) {
          fromRows.add(Sql.micros(bucket));
        }
      }
      if (!fromRows.isEmpty()) {
        replace(level, fromRows, fold(level, fromRows));
      }
      if (!fromBelow.isEmpty()) {
        replace(level, fromBelow, merge(level, fromBelow));
      }
    }
  }

  private Collection<Delta> fold(Level level, TreeSet<Long> buckets) throws SQLException {
    var deltas = new Deltas(shape, _ -> kept);
    var where =
        within(quoted(shape.stream().time()), level, level, buckets)
            + " and "
            + Roller.until(watermark);
    deltas.fold(snapshot.connection(), snapshot.rows(shape.stream(), tenant), where);
    return deltas.at(level);
  }

  private List<Delta> merge(Level level, TreeSet<Long> buckets) throws SQLException {
    var where = ofTenant() + " and " + within(Shape.BUCKET, below(level), level, buckets);
    var deltas = new ArrayList<Delta>();
    try (var statement = snapshot.connection().createStatement();
        var row = statement.executeQuery(shape.merge(below(level), level, where))) {
      while (row.next()) {
        deltas.add(Delta.merged(shape, row));
      }
    }
    return deltas;
  }

  private void replace(Level level, TreeSet<Long> buckets, Collection<Delta> deltas)
      throws SQLException {
    try (var statement = snapshot.connection().createStatement()) {
      statement.execute(
          "delete from "
              + shape.table(level)
              + " where "
              + ofTenant()
              + " and "
              + within(Shape.BUCKET, level, level, buckets));
    }
    new Deltas(shape, _ -> kept).append(snapshot.connection(), level, deltas);
  }

  private String ofTenant() {
    return TENANT + " = '" + tenant + "'::uuid";
  }

  /** A range by which the engine skips what it need not read, and the buckets themselves. */
  private static String within(String time, Level of, Level level, TreeSet<Long> buckets) {
    var end = Buckets.next(level, Sql.instant(buckets.last()));
    var bucket =
        of == level && time.equals(Shape.BUCKET)
            ? time
            : "date_trunc('" + Sql.name(level) + "', " + time + ")";
    return "%1$s >= %2$s and %1$s < %3$s and epoch_us(%4$s) in (%5$s)"
        .formatted(
            time,
            timestamp(buckets.first()),
            timestamp(Sql.micros(end)),
            bucket,
            buckets.stream().map(String::valueOf).collect(Collectors.joining(", ")));
  }

  private static Level below(Level level) {
    return Level.values()[level.ordinal() - 1];
  }
}
