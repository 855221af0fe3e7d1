package dev.freehold.eventstore.duckdb;

import java.sql.Connection;
import java.sql.SQLException;
import org.duckdb.DuckDBConnection;

/**
 * Up to which receipt the database has all rows, in a table of its own that commits with them: what
 * is in the journal behind it is put in when the store is opened.
 */
final class Positions {

  private static final String TABLE = "_journal";

  private Positions() {}

  static void ensure(Connection connection) throws SQLException {
    execute(connection, "create table if not exists _journal (received bigint not null)");
  }

  /**
   * Adds one. A change of the last one instead would conflict with the group before, which may not
   * be committed yet.
   */
  static void add(DuckDBConnection connection, long received) throws SQLException {
    try (var appender = connection.createAppender(TABLE)) {
      appender.beginRow();
      appender.append(received);
      appender.endRow();
    }
  }

  /** The latest, 0 for none. */
  static long last(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var row = statement.executeQuery("select coalesce(max(received), 0) from _journal")) {
      row.next();
      return row.getLong(1);
    }
  }

  static void forgetOld(Connection connection) throws SQLException {
    execute(
        connection, "delete from _journal where received < (select max(received) from _journal)");
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
