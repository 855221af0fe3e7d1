package dev.freehold.eventstore.duckdb;

import dev.freehold.eventstore.Column;
import dev.freehold.eventstore.MovableStore.Arrival;
import dev.freehold.eventstore.duckdb.segments.Segment;
import dev.freehold.eventstore.duckdb.segments.Version;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads rows of all tenants in the order of their receipt, for a move to another store. */
final class Arrivals {

  private final Map<String, EventTable> tables;
  private final Snapshots snapshots;
  private final TenantRows rows;
  private final TenantTables tenantTables;

  Arrivals(
      Map<String, EventTable> tables,
      Snapshots snapshots,
      TenantRows rows,
      TenantTables tenantTables) {
    this.tables = tables;
    this.snapshots = snapshots;
    this.rows = rows;
    this.tenantTables = tenantTables;
  }

  /** All tenants that have rows, or buckets of rows that are gone. */
  Set<UUID> tenants() throws SQLException {
    return snapshots.<Set<UUID>, SQLException>read(
        (connection, version) -> {
          var found = new HashSet<UUID>();
          version.all().stream().map(Segment::tenant).forEach(found::add);
          for (var table : tables.keySet()) {
            collect(connection, EventTable.quoted(table), found);
          }
          for (var table : tenantTables.tables()) {
            if (!table.schema().equals("main")) {
              collect(connection, table.quoted(), found);
            }
          }
          return found;
        });
  }

  private static void collect(Connection connection, String table, Set<UUID> found)
      throws SQLException {
    try (var statement = connection.createStatement();
        var row = statement.executeQuery("select distinct tenant_id from " + table)) {
      while (row.next()) {
        found.add(row.getObject(1, UUID.class));
      }
    }
  }

  /** The latest receipt of any stream's rows that a snapshot sees. */
  long lastReceived(Connection connection, Version version) throws SQLException {
    long last = version.all().stream().mapToLong(Segment::received).max().orElse(0);
    for (var table : tables.keySet()) {
      try (var statement = connection.createStatement();
          var row =
              statement.executeQuery(
                  "select coalesce(epoch_us(max(%s)), 0) from %s"
                      .formatted(EventTable.RECEIVED, EventTable.quoted(table)))) {
        row.next();
        last = Math.max(last, row.getLong(1));
      }
    }
    return last;
  }

  List<Arrival> read(EventTable table, long after, int most) throws SQLException {
    return snapshots.<List<Arrival>, SQLException>read(
        (connection, version) -> {
          var source = rows.receivedAfter(table, version, after);
          long end = end(connection, source, after, most);
          return end == after ? List.of() : rows(connection, table, source, after, end);
        });
  }

  private static long end(Connection connection, String source, long after, int most)
      throws SQLException {
    var sql =
        "select epoch_us(%1$s), count(*) from %2$s where %1$s > make_timestamp(%3$d) group by 1 order by 1"
            .formatted(EventTable.RECEIVED, source, after);
    long end = after;
    long count = 0;
    try (var statement = connection.createStatement();
        var commit = statement.executeQuery(sql)) {
      while (count < most && commit.next()) {
        end = commit.getLong(1);
        count += commit.getLong(2);
      }
    }
    return end;
  }

  private static List<Arrival> rows(
      Connection connection, EventTable table, String source, long after, long end)
      throws SQLException {
    var sql =
        "select tenant_id, epoch_us(%1$s), %2$s from %3$s where %1$s > make_timestamp(%4$d) and %1$s <= make_timestamp(%5$d) order by 2"
            .formatted(
                EventTable.RECEIVED,
                table.columns().stream()
                    .map(column -> EventTable.quoted(column.name()))
                    .collect(Collectors.joining(", ")),
                source,
                after,
                end);
    var arrivals = new ArrayList<Arrival>();
    try (var statement = connection.createStatement();
        var row = statement.executeQuery(sql)) {
      while (row.next()) {
        var values = new @Nullable Object[table.columns().size()];
        for (int i = 0; i < values.length; i++) {
          values[i] = value(row, i + 3, table.columns().get(i));
        }
        arrivals.add(new Arrival(row.getObject(1, UUID.class), row.getLong(2), values));
      }
    }
    return arrivals;
  }

  private static @Nullable Object value(ResultSet row, int at, Column column) throws SQLException {
    if (row.getObject(at) == null) {
      return null;
    }
    return switch (column.type()) {
      case UUID -> row.getObject(at, UUID.class);
      case TEXT -> row.getString(at);
      case LONG -> row.getLong(at);
      case DOUBLE -> row.getDouble(at);
      case BOOLEAN -> row.getBoolean(at);
      case TIMESTAMP -> row.getObject(at, LocalDateTime.class).toInstant(ZoneOffset.UTC);
    };
  }

  Map<UUID, List<String>> totals(EventTable table, @Nullable Instant from, long received)
      throws SQLException {
    var sums = new ArrayList<String>();
    sums.add("count(*)");
    for (var column : table.columns()) {
      var name = EventTable.quoted(column.name());
      sums.add("count(" + name + ")");
      switch (column.type()) {
        case LONG -> sums.add("sum(" + name + ")");
        case BOOLEAN -> sums.add("count(*) filter (" + name + ")");
        case TEXT -> sums.add("sum(strlen(" + name + "))");
        case TIMESTAMP -> sums.add("sum(epoch_us(" + name + ")::hugeint)");
        case UUID, DOUBLE -> {}
      }
    }
    return snapshots.<Map<UUID, List<String>>, SQLException>read(
        (connection, version) ->
            grouped(
                connection,
                "select tenant_id, %s from %s where %s <= make_timestamp(%d)%s group by 1"
                    .formatted(
                        String.join(", ", sums),
                        rows.ofAll(table, version),
                        EventTable.RECEIVED,
                        Math.min(received, Sealing.LATEST),
                        from == null
                            ? ""
                            : " and %s >= make_timestamp(%d)"
                                .formatted(
                                    EventTable.quoted(table.stream().time()),
                                    Group.micros(from)))));
  }

  /** By tenant the values of the other columns as text. */
  static Map<UUID, List<String>> grouped(Connection connection, String sql) throws SQLException {
    var found = new HashMap<UUID, List<String>>();
    try (var statement = connection.createStatement();
        var row = statement.executeQuery(sql)) {
      int columns = row.getMetaData().getColumnCount();
      while (row.next()) {
        var values = new ArrayList<String>();
        for (int i = 2; i <= columns; i++) {
          var value = row.getString(i);
          values.add(value == null ? "0" : value);
        }
        found.put(row.getObject(1, UUID.class), values);
      }
    }
    return found;
  }
}
