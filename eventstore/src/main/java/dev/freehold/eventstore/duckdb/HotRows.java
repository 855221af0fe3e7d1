package dev.freehold.eventstore.duckdb;

import dev.freehold.eventstore.Column;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/** Writes rows to a hot table with receipts of their own, within the connection's transaction. */
final class HotRows implements AutoCloseable {

  private final EventTable table;
  private final List<String> columns;
  private final DuckDBAppender appender;

  HotRows(DuckDBConnection connection, EventTable table, List<String> columns) throws SQLException {
    this.table = table;
    this.columns = columns;
    appender = connection.createAppender(table.name());
  }

  void add(UUID tenant, long received, @Nullable Object[] row) throws SQLException {
    appender.beginRow();
    for (var name : columns) {
      switch (name) {
        case EventTable.TENANT -> appender.append(tenant);
        case EventTable.RECEIVED -> appender.appendEpochMicros(received);
        default -> {
          int at = table.indexOf(name);
          add(table.columns().get(at), row[at]);
        }
      }
    }
    appender.endRow();
  }

  @Override
  public void close() throws SQLException {
    appender.close();
  }

  private void add(Column column, @Nullable Object value) throws SQLException {
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
      case TIMESTAMP -> appender.appendEpochMicros(Group.micros((Instant) value));
    }
  }
}
