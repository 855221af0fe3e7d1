package dev.freehold.eventstore.duckdb.rollup;

import static dev.freehold.eventstore.duckdb.rollup.tally.Sql.TENANT;
import static dev.freehold.eventstore.duckdb.rollup.tally.Sql.quoted;

import dev.freehold.eventstore.Column;
import dev.freehold.eventstore.ColumnType;
import dev.freehold.eventstore.Level;
import dev.freehold.eventstore.Measure;
import dev.freehold.eventstore.Rollup;
import dev.freehold.eventstore.Stream;
import dev.freehold.eventstore.duckdb.rollup.tally.LongSum;
import dev.freehold.eventstore.duckdb.rollup.tally.Part;
import dev.freehold.eventstore.duckdb.rollup.tally.Sql;
import dev.freehold.eventstore.duckdb.rollup.tally.TextHash;
import dev.freehold.eventstore.duckdb.rollup.tally.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The tables of a rollup, one per level: tenant, bucket, dimensions, the count and the columns of
 * each {@link Part}. Several rows of the same key add up. No column of a stream begins with {@code
 * _}, so that its own names cannot meet a dimension's.
 */
record Shape(Stream stream, Rollup rollup, List<Column> by, List<Part> parts) {

  static final String SCHEMA = "rollup";
  static final String BUCKET = "_bucket";
  static final String COUNT = "_events";

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,30}");

  /**
   * @throws IllegalArgumentException when the rollup is badly declared
   */
  static Shape of(Stream stream, Rollup rollup) {
    if (!NAME.matcher(rollup.name()).matches()) {
      throw wrong(stream, rollup, "has no valid name");
    }
    var by = new ArrayList<Column>();
    for (var name : rollup.by()) {
      var column = stream.column(name).orElseThrow(() -> wrong(stream, rollup, "is by " + name));
      if (column.type() != ColumnType.TEXT
          && column.type() != ColumnType.UUID
          && column.type() != ColumnType.BOOLEAN) {
        throw wrong(stream, rollup, "is by " + name + ", a " + column.type());
      }
      by.add(column);
    }
    var parts = new ArrayList<Part>();
    for (var measure : rollup.measures()) {
      parts.add(Part.of(stream, measure, "_m" + parts.size()));
    }
    return new Shape(stream, rollup, List.copyOf(by), List.copyOf(parts));
  }

  /** Whether another one's deltas are sums over this one's. */
  boolean contains(Shape other) {
    return by.containsAll(other.by) && rollup.measures().containsAll(other.rollup.measures());
  }

  /** The name of the column that keeps a measure; others of the same begin with it. */
  String columnOf(Measure measure) {
    return "_m" + rollup.measures().indexOf(measure);
  }

  /** The name of the column that keeps the spread of another one, whatever rank was declared. */
  String columnOfQuantiles(String column) {
    for (int i = 0; i < rollup.measures().size(); i++) {
      if (rollup.measures().get(i) instanceof Measure.Quantile kept
          && kept.column().equals(column)) {
        return "_m" + i;
      }
    }
    throw new IllegalStateException(name(Level.DAY) + " keeps no quantiles of " + column);
  }

  /** The name within the schema; no stream's name holds such a sign. */
  String name(Level level) {
    return stream.name() + "$" + rollup.name() + "$" + Sql.name(level);
  }

  String table(Level level) {
    return SCHEMA + "." + quoted(name(level));
  }

  /** Changes when what is kept changes, so that tables of before are made anew. */
  String definition() {
    var definition = rollup.by() + " " + rollup.measures();
    boolean hashed = rollup.measures().stream().anyMatch(Measure.Distinct.class::isInstance);
    return hashed ? definition + " " + TextHash.NAME : definition;
  }

  String create(Level level) {
    var columns = new ArrayList<String>();
    columns.add(TENANT + " uuid not null");
    columns.add(BUCKET + " timestamp not null");
    by.forEach(column -> columns.add(quoted(column.name()) + " " + type(column.type())));
    columns.add(COUNT + " bigint not null");
    parts.forEach(part -> columns.addAll(part.definitions()));
    return "create table " + table(level) + " (" + String.join(", ", columns) + ")";
  }

  /**
   * The deltas of rows, each after its {@link #key}.
   *
   * @param finest the level of the deltas
   * @param rows a subquery with {@code tenant_id}
   */
  String fold(String rows, String where, Level finest) {
    var columns = new ArrayList<String>();
    columns.add(key(finest));
    columns.addAll(keys(finest));
    columns.add("count(*)");
    parts.forEach(part -> columns.addAll(part.folded()));
    return select(columns, rows, where);
  }

  /** A hash of the delta that a row belongs to; of this statement only, for it is the engine's. */
  String key(Level finest) {
    return "(hash(" + String.join(", ", keys(finest)) + ") >> 1)::bigint";
  }

  /** The values of a row that its sketches are made of, one for each. */
  List<Value> sketches() {
    return parts.stream().flatMap(part -> part.value().stream()).toList();
  }

  private List<String> keys(Level finest) {
    var keys = new ArrayList<String>();
    keys.add(TENANT);
    keys.add("epoch_us(date_trunc('" + Sql.name(finest) + "', " + quoted(stream.time()) + "))");
    by.forEach(column -> keys.add(quoted(column.name())));
    return keys;
  }

  /** The sums over buckets of one level in those of another, or the same; like {@link #fold}. */
  String merge(Level from, Level to, String where) {
    var columns = new ArrayList<String>();
    columns.add("0");
    columns.add(TENANT);
    columns.add("epoch_us(date_trunc('" + Sql.name(to) + "', " + BUCKET + "))");
    by.forEach(column -> columns.add(quoted(column.name())));
    columns.add("sum(" + COUNT + ")::bigint");
    parts.forEach(part -> columns.addAll(part.merged()));
    return select(columns, table(from), where);
  }

  /** By tenant the events and the sums of whole numbers. */
  String totals(Level level, Instant from) {
    var columns = new ArrayList<String>();
    columns.add("sum(" + COUNT + ")");
    for (var part : parts) {
      if (part instanceof LongSum sum) {
        columns.addAll(sum.merged());
      }
    }
    return "select %s, %s from %s where %s >= %s group by 1"
        .formatted(
            TENANT,
            String.join(", ", columns),
            table(level),
            BUCKET,
            Sql.timestamp(Sql.micros(from)));
  }

  private String select(List<String> columns, String from, String where) {
    var keys = new ArrayList<String>();
    for (int i = 1; i <= by.size() + 3; i++) {
      keys.add(String.valueOf(i));
    }
    return columns.stream()
        .collect(
            Collectors.joining(
                ", ",
                "select ",
                " from " + from + " where " + where + " group by " + String.join(", ", keys)));
  }

  private static String type(ColumnType type) {
    return type == ColumnType.TEXT ? "varchar" : type.name();
  }

  private static IllegalArgumentException wrong(Stream stream, Rollup rollup, String what) {
    return new IllegalArgumentException(
        "stream " + stream.name() + ": the rollup " + rollup.name() + " " + what);
  }
}
