package dev.freehold.eventstore.clickhouse;

import static dev.freehold.eventstore.clickhouse.Layout.quoted;

import dev.freehold.eventstore.Column;
import dev.freehold.eventstore.ColumnType;
import dev.freehold.eventstore.Level;
import dev.freehold.eventstore.Measure;
import dev.freehold.eventstore.Rollup;
import dev.freehold.eventstore.Stream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The tables of a rollup, one per level: tenant, bucket, dimensions and {@link Part}s. The engine
 * adds up rows of the same key when it merges, so each has to be read as one of several.
 */
record Shape(Stream stream, Rollup rollup, Layout layout, List<Column> by, List<Part> parts) {

  static final String BUCKET = "_bucket";

  /** The latest receipt of a row counted in a bucket. */
  static final String COUNTED = "_counted";

  /**
   * @throws IllegalArgumentException when the rollup is badly declared
   */
  static Shape of(Stream stream, Rollup rollup, Layout layout) {
    var by = new ArrayList<Column>();
    for (var name : rollup.by()) {
      var column = stream.column(name).orElseThrow(() -> wrong(stream, rollup, name));
      if (column.type() != ColumnType.TEXT
          && column.type() != ColumnType.UUID
          && column.type() != ColumnType.BOOLEAN) {
        throw wrong(stream, rollup, name);
      }
      by.add(column);
    }
    return new Shape(stream, rollup, layout, List.copyOf(by), Part.of(stream, rollup.measures()));
  }

  String name(Level level) {
    return stream.name() + "$" + rollup.name() + "$" + level.name().toLowerCase(Locale.ROOT);
  }

  String table(Level level) {
    return layout.table(name(level));
  }

  /** Changes when what is kept changes, so that tables of before are filled anew. */
  String definition() {
    return rollup.by() + " " + rollup.measures();
  }

  /** The tenant and bucket first: a question reads a range of its own tenant. */
  List<String> create(Level level) {
    var columns = new ArrayList<String>();
    columns.add("tenant_id UUID");
    columns.add(BUCKET + " DateTime('UTC') codec(Delta(4), ZSTD(1))");
    by.forEach(column -> columns.add(quoted(column.name()) + " " + type(column)));
    columns.add(COUNTED + " SimpleAggregateFunction(max, DateTime64(6, 'UTC'))");
    parts.forEach(part -> columns.add(part.name() + " " + part.type()));
    var statements = new ArrayList<String>();
    statements.add(
        """
        create table if not exists %s%s (
          %s
        )
        engine = %s
        partition by %s
        order by (%s)
        settings allow_nullable_key = 1, %s,
          fsync_after_insert = 1, fsync_part_directory = 1, min_rows_to_fsync_after_merge = 1,
          %s"""
            .formatted(
                layout.storage(name(level)),
                layout.onCluster(),
                String.join(",\n  ", columns),
                layout.engine("AggregatingMergeTree", "AggregatingMergeTree"),
                level == Level.MINUTE || level == Level.HOUR
                    ? "toYYYYMM(" + BUCKET + ")"
                    : "toYear(" + BUCKET + ")",
                String.join(", ", keys()),
                layout.deduplication(0),
                Layout.CLEANING));
    var distributed = layout.distributed(name(level));
    if (distributed != null) {
      statements.add(distributed);
    }
    return statements;
  }

  /** The sums of rows, in the order of {@link #columns}. */
  String ofRows(Level level, String rows) {
    var columns = new ArrayList<String>();
    columns.add("tenant_id");
    columns.add(bucket(level, quoted(stream.time())) + " as " + BUCKET);
    by.forEach(column -> columns.add(quoted(column.name())));
    columns.add("max(received_at) as " + COUNTED);
    parts.forEach(part -> columns.add(part.ofRows() + " as " + part.name()));
    return select(columns, rows);
  }

  /** The sums of a finer level's buckets in those of a coarser one. */
  String ofBuckets(Level finer, Level level, String where) {
    var columns = new ArrayList<String>();
    columns.add("tenant_id");
    columns.add(bucket(level, BUCKET) + " as bucket");
    by.forEach(column -> columns.add(quoted(column.name())));
    columns.add("max(" + COUNTED + ")");
    parts.forEach(part -> columns.add(part.ofParts()));
    return select(columns, table(finer) + " where " + where)
        .replace("group by tenant_id, " + BUCKET, "group by tenant_id, bucket");
  }

  List<String> keys() {
    var keys = new ArrayList<String>();
    keys.add("tenant_id");
    keys.add(BUCKET);
    by.forEach(column -> keys.add(quoted(column.name())));
    return keys;
  }

  String columns() {
    var columns = new ArrayList<>(keys());
    columns.add(COUNTED);
    parts.forEach(part -> columns.add(part.name()));
    return columns.stream().collect(Collectors.joining(", ", "(", ")"));
  }

  /** All but the tenant in types that files have; the binary of a state is written in hex. */
  String exported() {
    var columns = new ArrayList<>(keys().subList(1, keys().size()));
    columns.add(COUNTED);
    for (var part : parts) {
      columns.add((part.isState() ? "hex(" : "toString(") + part.name() + ") as " + part.name());
    }
    return String.join(", ", columns);
  }

  /** The columns of a table that takes in what {@link #exported} gave. */
  String exportedColumns() {
    var columns = new ArrayList<String>();
    columns.add(BUCKET + " DateTime('UTC')");
    by.forEach(
        column ->
            columns.add(
                quoted(column.name()) + " Nullable(" + EventTable.plainType(column.type()) + ")"));
    columns.add(COUNTED + " DateTime64(6, 'UTC')");
    parts.forEach(part -> columns.add(part.name() + " Nullable(String)"));
    return String.join(", ", columns);
  }

  /** {@link #exported} turned back. */
  String imported() {
    var columns = new ArrayList<>(keys().subList(1, keys().size()));
    columns.add(COUNTED);
    for (var part : parts) {
      columns.add(
          part.isState()
              ? "cast(unhex(assumeNotNull(%s)) as %s)".formatted(part.name(), part.type())
              : part.name());
    }
    return String.join(", ", columns);
  }

  /** Columns that add up to whole sums and to how many values are in them, by measure. */
  List<String> wholeSums() {
    var columns = new ArrayList<String>();
    for (var measure : rollup.measures()) {
      if (measure instanceof Measure.Sum(var column)
          && stream.column(column).orElseThrow().type() == ColumnType.LONG) {
        columns.add(quoted("_" + column + "$sum"));
        columns.add(quoted("_" + column + "$present"));
      }
    }
    return columns;
  }

  /** The columns of a table that takes in what other engines know of buckets. */
  String portableColumns() {
    var columns = new ArrayList<String>();
    columns.add(BUCKET + " DateTime64(6, 'UTC')");
    by.forEach(
        column ->
            columns.add(
                quoted(column.name()) + " Nullable(" + EventTable.plainType(column.type()) + ")"));
    for (var part : parts) {
      columns.add(
          part.name() + (part.name().equals(Part.EVENTS) ? " UInt64" : " Nullable(String)"));
    }
    return String.join(", ", columns);
  }

  /** The sums of such a table, in the order of {@link #columns}. */
  String ofPortable(String tenant, String table) {
    var columns = new ArrayList<String>();
    columns.add("'" + tenant + "' as tenant_id");
    columns.add("toDateTime(" + BUCKET + ", 'UTC') as bucket");
    by.forEach(column -> columns.add(quoted(column.name())));
    columns.add("fromUnixTimestamp64Micro(toInt64(0), 'UTC')");
    parts.forEach(part -> columns.add(part.portable()));
    return select(columns, table)
        .replace("group by tenant_id, " + BUCKET, "group by tenant_id, bucket");
  }

  static String bucket(Level level, String time) {
    return switch (level) {
      case MINUTE -> "toStartOfMinute(" + time + ")";
      case HOUR -> "toStartOfHour(" + time + ")";
      case DAY -> "toStartOfDay(" + time + ")";
      case MONTH -> "toDateTime(toStartOfMonth(" + time + "), 'UTC')";
    };
  }

  private String select(List<String> columns, String from) {
    return "select "
        + String.join(", ", columns)
        + " from "
        + from
        + " group by "
        + String.join(", ", keys());
  }

  private static String type(Column column) {
    return column.type() == ColumnType.TEXT
        ? "LowCardinality(Nullable(String))"
        : "Nullable(" + EventTable.plainType(column.type()) + ")";
  }

  private static IllegalArgumentException wrong(Stream stream, Rollup rollup, String column) {
    return new IllegalArgumentException(
        "stream %s: the rollup %s cannot be by %s".formatted(stream.name(), rollup.name(), column));
  }
}
