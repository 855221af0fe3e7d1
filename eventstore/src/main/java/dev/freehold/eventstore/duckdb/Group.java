package dev.freehold.eventstore.duckdb;

import dev.freehold.eventstore.Appended;
import dev.freehold.eventstore.Column;
import dev.freehold.eventstore.intake.RecentIds;
import dev.freehold.eventstore.intake.Rows;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/** The rows of one commit; all of them are kept or none. */
final class Group {

  static final long MICROS_PER_SECOND = 1_000_000;
  static final long MICROS_PER_DAY = 86_400 * MICROS_PER_SECOND;

  private static final int TENANT = -1;
  private static final int RECEIVED = -2;

  /** A table being written: for each of its columns, where a row holds the value. */
  private record Target(DuckDBAppender appender, int[] sources, Column[] columns) {}

  private final DuckDBConnection connection;
  private final Function<EventTable, List<String>> columnsOf;
  private final RecentIds recent;
  private final long received;
  private final Map<EventTable, Target> targets = new HashMap<>();
  private long[] added = new long[2048];
  private int addedSize;
  private long touched;

  Group(
      DuckDBConnection connection,
      Function<EventTable, List<String>> columnsOf,
      RecentIds recent,
      long received) {
    this.connection = connection;
    this.columnsOf = columnsOf;
    this.recent = recent;
    this.received = received;
  }

  long received() {
    return received;
  }

  Appended add(EventTable table, Rows rows) throws SQLException {
    var duplicates = new BitSet();
    var target = (Target) null;
    var fingerprints = rows.fingerprints();
    touched ^= recent.touch(fingerprints);
    for (int i = 0; i < rows.count(); i++) {
      if (!isNew(fingerprints[2 * i], fingerprints[2 * i + 1])) {
        duplicates.set(i);
        continue;
      }
      if (target == null) {
        target = target(table);
      }
      write(target, rows.tenant(), rows.row(i));
    }
    return new Appended(rows.count() - duplicates.cardinality(), duplicates);
  }

  /** Hands the last rows to the engine; the appenders belong to the thread that fills. */
  void flush() throws SQLException {
    for (var target : targets.values()) {
      target.appender().close();
    }
  }

  void commit() throws SQLException {
    if (!targets.isEmpty()) {
      execute("commit");
    }
  }

  /** The ids of a group that failed are new again. */
  void forget() {
    for (int i = 0; i < addedSize; i += 2) {
      recent.remove(added[i], added[i + 1]);
    }
    addedSize = 0;
    for (var target : targets.values()) {
      try {
        target.appender().close();
      } catch (SQLException e) {
        // Its rows are rolled back with the instance.
      }
    }
  }

  private boolean isNew(long high, long low) {
    if (!recent.add(high, low, Math.floorDiv(received, MICROS_PER_DAY))) {
      return false;
    }
    if (addedSize == added.length) {
      added = Arrays.copyOf(added, 2 * addedSize);
    }
    added[addedSize++] = high;
    added[addedSize++] = low;
    return true;
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

  private void write(Target target, UUID tenant, @Nullable Object[] row) throws SQLException {
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

  private void execute(String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
