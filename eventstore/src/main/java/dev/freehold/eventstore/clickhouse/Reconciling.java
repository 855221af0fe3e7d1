package dev.freehold.eventstore.clickhouse;

import static dev.freehold.eventstore.clickhouse.Layout.quoted;

import dev.freehold.eventstore.Level;
import dev.freehold.eventstore.Measure;
import dev.freehold.eventstore.Mismatch;
import dev.freehold.eventstore.question.Buckets;
import dev.freehold.eventstore.question.Kept;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Compares buckets with the rows they stand for. */
final class Reconciling {

  /** Five times the stated error of a distinct count. */
  private static final double DISTINCT_ERROR = 0.04;

  private record Key(Instant bucket, List<@Nullable String> dimensions) {}

  private final Server server;
  private final ClickHouseSettings settings;

  Reconciling(Server server, ClickHouseSettings settings) {
    this.server = server;
    this.settings = settings;
  }

  /** The rows must be rolled up as far as there are any. */
  List<Mismatch> reconcile(Rolling rolling, UUID tenant, Instant from, Instant to) {
    var table = rolling.table();
    var now = settings.clock().instant();
    var kept = new Kept(settings.retention().of(tenant, table.stream()), now, Map.of());
    var mismatches = new ArrayList<Mismatch>();
    for (var shape : rolling.shapes()) {
      for (var level : Level.values()) {
        var oldest = later(from, later(kept.rowsFrom(), kept.bucketsFrom(level)));
        oldest = Buckets.ceiling(level, later(oldest, Instant.EPOCH));
        var end = Buckets.ceiling(level, earlier(to, now.plusSeconds(86_400L * 366)));
        if (oldest.isBefore(end)) {
          compare(
              shape,
              level,
              buckets(shape, level, tenant, oldest, end),
              rows(shape, level, table, tenant, oldest, end),
              mismatches);
        }
      }
    }
    return mismatches;
  }

  private Map<Key, List<@Nullable String>> buckets(
      Shape shape, Level level, UUID tenant, Instant from, Instant to) {
    return read(
        shape,
        Shape.BUCKET,
        measures(shape).stream().map(Part::value).toList(),
        shape.table(level),
        tenant,
        Shape.BUCKET,
        from,
        to);
  }

  private Map<Key, List<@Nullable String>> rows(
      Shape shape, Level level, EventTable table, UUID tenant, Instant from, Instant to) {
    var time = quoted(table.stream().time());
    return read(
        shape,
        Shape.bucket(level, time),
        measures(shape).stream().map(m -> Part.exactly(table.stream(), m)).toList(),
        table.table(),
        tenant,
        time,
        from,
        to);
  }

  private Map<Key, List<@Nullable String>> read(
      Shape shape,
      String bucket,
      List<String> values,
      String from,
      UUID tenant,
      String time,
      Instant begin,
      Instant end) {
    var columns = new ArrayList<String>();
    columns.add(bucket + " as bucket");
    for (int i = 0; i < shape.by().size(); i++) {
      columns.add("toString(" + quoted(shape.by().get(i).name()) + ") as d" + i);
    }
    var keys = new ArrayList<String>();
    for (int i = 1; i <= columns.size(); i++) {
      keys.add(String.valueOf(i));
    }
    columns.addAll(values);
    var found = new HashMap<Key, List<@Nullable String>>();
    server.each(
        "select %s from %s where tenant_id = '%s' and %s >= %s and %4$s < %s group by %s"
            .formatted(
                String.join(", ", columns),
                from,
                tenant,
                time,
                EventTable.time(begin),
                EventTable.time(end),
                String.join(", ", keys)),
        Map.of(),
        row -> {
          int at = 1;
          var start = row.getObject(at++, LocalDateTime.class).toInstant(ZoneOffset.UTC);
          var dimensions = new ArrayList<@Nullable String>();
          for (int i = 0; i < shape.by().size(); i++) {
            dimensions.add(row.getString(at++));
          }
          var numbers = new ArrayList<@Nullable String>();
          for (int i = 0; i < values.size(); i++) {
            numbers.add(row.getString(at++));
          }
          found.put(new Key(start, dimensions), numbers);
        });
    return found;
  }

  private static void compare(
      Shape shape,
      Level level,
      Map<Key, List<@Nullable String>> kept,
      Map<Key, List<@Nullable String>> rows,
      List<Mismatch> mismatches) {
    var keys = new LinkedHashSet<>(kept.keySet());
    keys.addAll(rows.keySet());
    for (var key : keys) {
      var one = kept.get(key);
      var other = rows.get(key);
      if (one == null || other == null || !same(measures(shape), one, other)) {
        mismatches.add(
            new Mismatch(
                shape.rollup().name(),
                level,
                key.bucket(),
                key.dimensions(),
                String.valueOf(one),
                String.valueOf(other)));
      }
    }
  }

  private static boolean same(
      List<Measure> measures, List<@Nullable String> kept, List<@Nullable String> rows) {
    for (int i = 0; i < measures.size(); i++) {
      var one = kept.get(i);
      var other = rows.get(i);
      if (one == null || other == null) {
        if (one != other) {
          return false;
        }
      } else if (!near(measures.get(i), Double.parseDouble(one), Double.parseDouble(other))
          && !one.equals(other)) {
        return false;
      }
    }
    return true;
  }

  private static boolean near(Measure measure, double one, double other) {
    return switch (measure) {
      // Rounding depends on the order in which fractions are added.
      case Measure.Count _, Measure.Sum _, Measure.Average _, Measure.Min _, Measure.Max _ ->
          Math.abs(one - other) <= 1e-9 * Math.max(Math.abs(one), Math.abs(other));
      case Measure.Distinct _ -> Math.abs(one - other) <= DISTINCT_ERROR * other;
      // A rank says nothing about how far values are apart; counts and sums cover the rows.
      case Measure.Quantile _ -> true;
    };
  }

  private static List<Measure> measures(Shape shape) {
    var measures = new ArrayList<Measure>();
    measures.add(new Measure.Count());
    measures.addAll(shape.rollup().measures());
    return measures;
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }
}
