package dev.freehold.eventstore.clickhouse;

import static dev.freehold.eventstore.clickhouse.Layout.quoted;

import dev.freehold.eventstore.Column;
import dev.freehold.eventstore.ColumnRole;
import dev.freehold.eventstore.ColumnType;
import dev.freehold.eventstore.Stream;
import dev.freehold.eventstore.Tiers;
import dev.freehold.eventstore.intake.Declaration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/** The table that holds a stream's rows. */
final class EventTable {

  static final String TENANT = Declaration.TENANT;
  static final String RECEIVED = Declaration.RECEIVED;

  /** Blocks whose tokens are remembered: each retry comes long before so many others. */
  private static final int DEDUPLICATED_BLOCKS = 1_000;

  private final Declaration declaration;
  private final Layout layout;

  EventTable(Stream stream, Layout layout) {
    this.declaration = new Declaration(stream);
    this.layout = layout;
  }

  Declaration declaration() {
    return declaration;
  }

  Stream stream() {
    return declaration.stream();
  }

  String name() {
    return declaration.name();
  }

  Layout layout() {
    return layout;
  }

  String table() {
    return layout.table(name());
  }

  String storage() {
    return layout.storage(name());
  }

  List<Column> columns() {
    return declaration.columns();
  }

  /** In the order that {@link Encoding} writes them. */
  List<String> insertedColumns() {
    var names = new ArrayList<String>();
    names.add(TENANT);
    columns().forEach(column -> names.add(column.name()));
    names.add(RECEIVED);
    return names;
  }

  /** What creates the table, in order. */
  List<String> create() {
    var statements = new ArrayList<String>();
    statements.add(
        """
        create table if not exists %s%s (
          tenant_id UUID,
        %s,
          received_at DateTime64(6, 'UTC') codec(Delta(8), ZSTD(1)),
          index received received_at type minmax granularity 1
        )
        engine = %s
        partition by %s
        order by (%s)
        settings allow_nullable_key = 1, %s,
          fsync_after_insert = 1, fsync_part_directory = 1, min_rows_to_fsync_after_merge = 1,
          %s"""
            .formatted(
                storage(),
                layout.onCluster(),
                columns().stream()
                    .map(column -> "  " + definition(column))
                    .collect(Collectors.joining(",\n")),
                layout.engine("MergeTree", "ReplacingMergeTree"),
                partition(),
                String.join(", ", sort()),
                layout.deduplication(DEDUPLICATED_BLOCKS),
                Layout.CLEANING));
    var distributed = layout.distributed(name());
    if (distributed != null) {
      statements.add(distributed);
    }
    return statements;
  }

  List<String> add(Column column) {
    var statements = new ArrayList<String>();
    statements.add(
        "alter table %s%s add column if not exists %s"
            .formatted(storage(), layout.onCluster(), definition(column)));
    if (layout.cluster() != null) {
      statements.add(
          "alter table %s%s add column if not exists %s %s"
              .formatted(table(), layout.onCluster(), quoted(column.name()), type(column)));
    }
    return statements;
  }

  /** What stands for the stream in a tenant's query: the declared columns of what it keeps. */
  String rowsOf(UUID tenant, Tiers kept, Instant now) {
    return columns().stream()
        .map(column -> quoted(column.name()))
        .collect(
            Collectors.joining(
                ", ",
                "(select ",
                " from " + table() + " where " + visible(tenant, kept, now) + ")"));
  }

  /** The condition that a row is the tenant's and not too old. */
  String visible(UUID tenant, Tiers kept, Instant now) {
    var sql = "tenant_id = '" + tenant + "'";
    var raw = kept.raw();
    if (raw != null) {
      sql +=
          " and %s >= %s"
              .formatted(
                  quoted(stream().time()), time(now.atZone(ZoneOffset.UTC).minus(raw).toInstant()));
    }
    return sql;
  }

  static String time(Instant instant) {
    return micros(Encoding.micros(instant));
  }

  static String micros(long micros) {
    return "fromUnixTimestamp64Micro(toInt64(" + micros + "), 'UTC')";
  }

  static String type(Column column) {
    var type = plainType(column.type());
    boolean few = column.role() == ColumnRole.DIMENSION && column.type() == ColumnType.TEXT;
    if (!column.required()) {
      type = "Nullable(" + type + ")";
    }
    return few ? "LowCardinality(" + type + ")" : type;
  }

  static String plainType(ColumnType type) {
    return switch (type) {
      case UUID -> "UUID";
      case TEXT -> "String";
      case LONG -> "Int64";
      case DOUBLE -> "Float64";
      case BOOLEAN -> "Bool";
      case TIMESTAMP -> "DateTime64(6, 'UTC')";
    };
  }

  private static String definition(Column column) {
    return quoted(column.name()) + " " + type(column) + codec(column.type());
  }

  private static String codec(ColumnType type) {
    return switch (type) {
      case TIMESTAMP -> " codec(Delta(8), ZSTD(1))";
      case LONG -> " codec(T64, ZSTD(1))";
      case DOUBLE -> " codec(Gorilla(8), ZSTD(1))";
      case TEXT -> " codec(ZSTD(3))";
      case UUID, BOOLEAN -> " codec(ZSTD(1))";
    };
  }

  /** By time and never by tenant: a thousand tenants are not a thousand times the parts. */
  private String partition() {
    var time = quoted(stream().time());
    return switch (stream().partition()) {
      case DAY -> "toYYYYMMDD(" + time + ")";
      case WEEK -> "toYearWeek(" + time + ", 3)";
      case MONTH -> "toYYYYMM(" + time + ")";
    };
  }

  /**
   * The tenant first, so that its query reads its own rows. The id and the receipt last: what a
   * replica was sent twice has both in common, and nothing else has.
   */
  private List<String> sort() {
    var names = new ArrayList<String>();
    names.add(TENANT);
    stream().sort().forEach(name -> names.add(quoted(name)));
    if (!stream().sort().contains(stream().id())) {
      names.add(quoted(stream().id()));
    }
    names.add(RECEIVED);
    return names;
  }
}
