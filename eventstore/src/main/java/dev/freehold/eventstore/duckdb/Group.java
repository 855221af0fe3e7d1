package dev.freehold.eventstore.duckdb;

import dev.freehold.eventstore.Column;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one commit; all of them are kept or none. The appenders belong to the thread that
 * fills it.
 */
final class Group {

  static final long MICROS_PER_SECOND = 1_000_000;
  static final long MICROS_PER_DAY = 86_400 * MICROS_PER_SECOND;

  private static final int TENANT = -1;
  private static final int RECEIVED = -2;

  /** A table being written: for each of its columns, where a row holds the value. */
  private record Target(DuckDBAppender appender, int[] sources, Column[] columns) {}

  private final DuckDBConnection connection;
  private final Function<EventTable, List<String>> columnsOf;
  private final Map<EventTable, Target> targets = new HashMap<>();

  Group(DuckDBConnection connection, Function<EventTable, List<String>> columnsOf) {
    this.connection = connection;
    this.columnsOf = columnsOf;
  }

  boolean hasRows() {
    return !targets.isEmpty();
  }

  void add(Decided decided) throws SQLException {
    var rows = decided.rows();
    var duplicates = decided.duplicates();
    int first = duplicates.nextClearBit(0);
    if (first >= rows.count()) {
      return;
    }
    var target = target(decided.table());
    for (int i = first; i < rows.count(); i = duplicates.nextClearBit(i + 1)) {
      write(target, rows.tenant(), decided.received(), rows.row(i));
    }
  }

  /**
   * Hands the last rows to the engine.
   *
   * @param received up to which the database then has all rows
   */
  void flush(long received) throws SQLException {
    for (var target : targets.values()) {
      target.appender().close();
    }
    if (hasRows()) {
      Positions.add(connection, received);
    }
  }

  void commit() throws SQLException {
    if (!targets.isEmpty()) {
      execute("commit");
    }
  }

  /** Gives up what was not committed. */
  void abandon() {
    for (var target : targets.values()) {
      try {
        target.appender().close();
      } catch (SQLException e) {
        // Its rows are rolled back with the instance.
      }
    }
  }

  private Target target(EventTable table) throws SQLException {
    var target = targets.get(table);
    if (target == null) {
      if (targets.isEmpty()) {
        // The appender would commit every 2,048 rows on its own otherwise.
        execute("begin transaction");
      }
      var sources = new ArrayList<Integer>();
      for (var name : columnsOf.apply(table)) {
        sources.add(
            switch (name) {
              case EventTable.TENANT -> TENANT;
              case EventTable.RECEIVED -> RECEIVED;
              default -> table.indexOf(name);
            });
      }
      target =
          new Target(
              connection.createAppender(table.name()),
              sources.stream().mapToInt(Integer::intValue).toArray(),
              table.columns().toArray(new Column[0]));
      targets.put(table, target);
    }
    return target;
  }

  private static void write(Target target, UUID tenant, long received, @Nullable Object[] row)
      throws SQLException {
    var appender = target.appender();
    appender.beginRow();
    for (int source : target.sources()) {
      switch (source) {
        case TENANT -> appender.append(tenant);
        case RECEIVED -> appender.appendEpochMicros(received);
        default -> write(appender, target.columns()[source], row[source]);
      }
    }
    appender.endRow();
  }

  private static void write(DuckDBAppender appender, Column column, @Nullable Object value)
      throws SQLException {
    if (value == null) {
      appender.appendNull();
      return;
    }
    switch (column.type()) {
      case UUID -> appender.append((UUID) value);
      case TEXT -> appender.append((String) value);
      case LONG -> appender.append((long) (Long) value);
      case DOUBLE -> appender.append((double) (Double) value);
      case BOOLEAN -> appender.append((boolean) (Boolean) value);
      case TIMESTAMP -> appender.appendEpochMicros(micros((Instant) value));
    }
  }

  static long micros(Instant instant) {
    return instant.getEpochSecond() * MICROS_PER_SECOND + instant.getNano() / 1_000;
  }

  static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  private void execute(String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
