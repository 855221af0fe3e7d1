package dev.freehold.eventstore.clickhouse;

import static dev.freehold.eventstore.clickhouse.Layout.quoted;

import dev.freehold.eventstore.Column;
import dev.freehold.eventstore.Level;
import dev.freehold.eventstore.MovableStore.Arrival;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads rows of all tenants in the order of their receipt, for a move to another store. Runs on the
 * writer thread, so that no insert is under way.
 */
final class Arrivals {

  private final Server server;

  Arrivals(Server server) {
    this.server = server;
  }

  Set<UUID> tenants(Collection<Rolling> rollings) {
    var found = new HashSet<UUID>();
    for (var rolling : rollings) {
      collect(rolling.table().table(), found);
      for (var shape : rolling.shapes()) {
        for (var level : Level.values()) {
          collect(shape.table(level), found);
        }
      }
    }
    return found;
  }

  private void collect(String table, Set<UUID> found) {
    server.each(
        "select distinct tenant_id from " + table,
        Map.of(),
        row -> found.add(row.getObject(1, UUID.class)));
  }

  List<Arrival> read(EventTable table, long after, int most) {
    long end = after;
    long count = 0;
    var commits =
        server.read(
            "select toUnixTimestamp64Micro(received_at) as r, count() from %s where received_at > %s group by r order by r limit %d"
                .formatted(table.table(), EventTable.micros(after), most),
            row -> new long[] {row.getLong(1), row.getLong(2)});
    for (var commit : commits) {
      if (count >= most) {
        break;
      }
      end = commit[0];
      count += commit[1];
    }
    return end == after ? List.of() : rows(table, after, end);
  }

  private List<Arrival> rows(EventTable table, long after, long end) {
    var arrivals = new ArrayList<Arrival>();
    server.each(
        "select tenant_id, toUnixTimestamp64Micro(received_at) as r, %s from %s where received_at > %s and received_at <= %s order by r"
            .formatted(
                table.columns().stream()
                    .map(column -> quoted(column.name()))
                    .collect(Collectors.joining(", ")),
                table.table(),
                EventTable.micros(after),
                EventTable.micros(end)),
        Map.of(),
        row -> {
          var values = new @Nullable Object[table.columns().size()];
          for (int i = 0; i < values.length; i++) {
            values[i] = value(row, i + 3, table.columns().get(i));
          }
          arrivals.add(new Arrival(row.getObject(1, UUID.class), row.getLong(2), values));
        });
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

  Map<UUID, List<String>> totals(EventTable table, @Nullable Instant from, long received) {
    var sums = new ArrayList<String>();
    sums.add("count()");
    for (var column : table.columns()) {
      var name = quoted(column.name());
      sums.add("count(" + name + ")");
      switch (column.type()) {
        case LONG -> sums.add("sum(toInt128(" + name + "))");
        case BOOLEAN -> sums.add("countIf(" + name + ")");
        case TEXT -> sums.add("sum(length(" + name + "))");
        case TIMESTAMP -> sums.add("sum(toInt128(toUnixTimestamp64Micro(" + name + ")))");
        case UUID, DOUBLE -> {}
      }
    }
    long upTo = Math.min(received, Encoding.micros(Encoding.LATEST));
    return grouped(
        "select tenant_id, %s from %s where received_at <= %s%s group by tenant_id"
            .formatted(
                String.join(", ", sums),
                table.table(),
                EventTable.micros(upTo),
                from == null
                    ? ""
                    : " and %s >= %s"
                        .formatted(quoted(table.stream().time()), EventTable.time(from))));
  }

  Map<String, Map<UUID, List<String>>> rolledTotals(Rolling rolling, Level level, Instant from) {
    var totals = new LinkedHashMap<String, Map<UUID, List<String>>>();
    for (var shape : rolling.shapes()) {
      var sums = new ArrayList<String>();
      sums.add("sum(" + Part.EVENTS + ")");
      for (var part : shape.wholeSums()) {
        sums.add("sum(" + part + ")");
      }
      var earliest = from.isBefore(Encoding.EARLIEST) ? Encoding.EARLIEST : from;
      totals.put(
          shape.rollup().name(),
          grouped(
              "select tenant_id, %s from %s where %s >= toDateTime(%d, 'UTC') group by tenant_id"
                  .formatted(
                      String.join(", ", sums),
                      shape.table(level),
                      Shape.BUCKET,
                      earliest.getEpochSecond())));
    }
    return totals;
  }

  private Map<UUID, List<String>> grouped(String sql) {
    var found = new HashMap<UUID, List<String>>();
    server.each(
        sql,
        Map.of(),
        row -> {
          var values = new ArrayList<String>();
          int columns = row.getMetaData().getColumnCount();
          for (int i = 2; i <= columns; i++) {
            var value = row.getString(i);
            values.add(value == null ? "0" : value);
          }
          found.put(row.getObject(1, UUID.class), values);
        });
    return found;
  }
}
