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

  private static final int TENANT = -1;
  private static final int RECEIVED = -2;
  private static final int NONE = -3;

  private final List<Column> columns;

  /** For each column of the table, where a row holds the value. */
  private final int[] sources;

  private final DuckDBAppender appender;

  HotRows(DuckDBConnection connection, EventTable table, List<String> present) throws SQLException {
    this(connection, table.name(), table.columns(), present);
  }

  /**
   * @param columns what the values of a row are for
   * @param present the columns of the table
   */
  HotRows(DuckDBConnection connection, String table, List<Column> columns, List<String> present)
      throws SQLException {
    this.columns = columns;
    var names = columns.stream().map(Column::name).toList();
    sources =
        present.stream()
            .mapToInt(
                name ->
                    switch (name) {
                      case EventTable.TENANT -> TENANT;
                      case EventTable.RECEIVED -> RECEIVED;
                      default -> names.contains(name) ? names.indexOf(name) : NONE;
                    })
            .toArray();
    appender = connection.createAppender(table);
  }

  void add(UUID tenant, long received, @Nullable Object[] row) throws SQLException {
    appender.beginRow();
    for (int source : sources) {
      switch (source) {
        case TENANT -> appender.append(tenant);
        case RECEIVED -> appender.appendEpochMicros(received);
        case NONE -> appender.appendNull();
        default -> add(columns.get(source), row[source]);
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
