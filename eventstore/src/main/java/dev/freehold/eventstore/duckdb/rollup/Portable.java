package dev.freehold.eventstore.duckdb.rollup;

import static dev.freehold.eventstore.duckdb.rollup.tally.Sql.quoted;

import dev.freehold.eventstore.ColumnType;
import dev.freehold.eventstore.Level;
import dev.freehold.eventstore.duckdb.rollup.tally.DistinctSketch;
import dev.freehold.eventstore.duckdb.rollup.tally.DistinctTally;
import dev.freehold.eventstore.duckdb.rollup.tally.DoubleExtreme;
import dev.freehold.eventstore.duckdb.rollup.tally.DoubleSum;
import dev.freehold.eventstore.duckdb.rollup.tally.LongExtreme;
import dev.freehold.eventstore.duckdb.rollup.tally.LongSum;
import dev.freehold.eventstore.duckdb.rollup.tally.Part;
import dev.freehold.eventstore.duckdb.rollup.tally.QuantileSketch;
import dev.freehold.eventstore.duckdb.rollup.tally.QuantileTally;
import dev.freehold.eventstore.duckdb.rollup.tally.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * A tenant's buckets in a form that other engines can read: a bucket and its dimensions, {@code
 * _events}, and as text the parts of each measured column: {@code _c$present}, {@code _c$sum},
 * {@code _c$min}, {@code _c$max}. Sketches become {@code key:count,…}: {@code _c$spread} values and
 * how many events have about each, {@code _c$distinct} keys that stand for so many values each.
 */
final class Portable {

  private static final String TABLE = "portable";

  private final DuckDBConnection connection;
  private final Shape shape;

  Portable(DuckDBConnection connection, Shape shape) {
    this.connection = connection;
    this.shape = shape;
  }

  /**
   * @param before in microseconds; buckets that begin then or later are left out
   */
  void write(UUID tenant, long before, Rollups.Sink sink) throws SQLException {
    for (var level : Level.values()) {
      execute("create or replace temp table %s (%s)".formatted(TABLE, definitions()));
      fill(tenant, level, before);
      sink.take(shape.name(level), "select * from temp." + TABLE);
      execute("drop table temp." + TABLE);
    }
  }

  private String definitions() {
    var columns = new StringBuilder(Shape.BUCKET + " timestamp");
    shape
        .by()
        .forEach(
            column ->
                columns
                    .append(", ")
                    .append(quoted(column.name()))
                    .append(' ')
                    .append(
                        column.type() == ColumnType.TEXT ? "varchar" : column.type().toString()));
    columns.append(", ").append(Shape.COUNT).append(" bigint");
    for (var part : shape.parts()) {
      for (var name : names(part)) {
        if (columns.indexOf(quoted(name) + " ") < 0) {
          columns.append(", ").append(quoted(name)).append(" varchar");
        }
      }
    }
    return columns.toString();
  }

  private void fill(UUID tenant, Level level, long before) throws SQLException {
    var where =
        "tenant_id = '%s'::uuid and %s < %s".formatted(tenant, Shape.BUCKET, Sql.timestamp(before));
    try (var statement = connection.createStatement();
        var row = statement.executeQuery(shape.merge(level, level, where));
        var appender = connection.createAppender("temp", "main", TABLE)) {
      while (row.next()) {
        appender.beginRow();
        appender.appendEpochMicros(row.getLong(3));
        int at = 4;
        for (int i = 0; i < shape.by().size(); i++) {
          append(appender, row.getObject(at++));
        }
        appender.append(row.getLong(at++));
        var values = new LinkedHashMap<String, @Nullable String>();
        for (var part : shape.parts()) {
          read(part, row, at, values);
          at += part.merged().size();
        }
        for (var value : values.values()) {
          append(appender, value);
        }
        appender.endRow();
      }
    }
  }

  private static String[] names(Part part) {
    return switch (part) {
      case LongSum(var column, _) -> names(column, "present", "sum");
      case DoubleSum(var column, _) -> names(column, "present", "sum");
      case LongExtreme(var column, _, var function) -> names(column, function);
      case DoubleExtreme(var column, _, var function) -> names(column, function);
      case DistinctSketch(var column, _) -> names(column, "distinct");
      case QuantileSketch(var column, _) -> names(column, "present", "spread");
      default -> throw new IllegalStateException("no other engine knows " + part);
    };
  }

  private static String[] names(String column, String... what) {
    var names = new String[what.length];
    for (int i = 0; i < what.length; i++) {
      names[i] = "_" + column + "$" + what[i];
    }
    return names;
  }

  private static void read(Part part, ResultSet row, int at, Map<String, @Nullable String> values)
      throws SQLException {
    var names = names(part);
    switch (part) {
      case LongSum _, DoubleSum _ -> {
        var sum = row.getString(at);
        values.putIfAbsent(names[0], row.getString(at + 1));
        values.put(names[1], sum == null ? "0" : sum);
      }
      case DistinctSketch _ -> {
        var tally = (DistinctTally) part.readMerged(row, at);
        values.put(names[0], tally.keys());
      }
      case QuantileSketch _ -> {
        var tally = (QuantileTally) part.readMerged(row, at);
        values.putIfAbsent(names[0], String.valueOf(tally.count()));
        values.put(names[1], tally.points());
      }
      default -> values.put(names[0], row.getString(at));
    }
  }

  private static void append(DuckDBAppender appender, @Nullable Object value) throws SQLException {
    switch (value) {
      case null -> appender.appendNull();
      case String text -> appender.append(text);
      case UUID uuid -> appender.append(uuid);
      case Boolean truth -> appender.append((boolean) truth);
      default -> throw new IllegalStateException("no dimension is a " + value.getClass());
    }
  }

  private void execute(String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
