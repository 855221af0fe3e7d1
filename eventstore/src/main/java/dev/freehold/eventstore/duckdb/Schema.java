package dev.freehold.eventstore.duckdb;

import dev.freehold.eventstore.Column;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Brings the tables of a file in line with the streams declared. */
final class Schema {

  private record Found(String table, String column, String type, boolean required) {}

  private final Connection connection;

  Schema(Connection connection) {
    this.connection = connection;
  }

  /**
   * Creates tables that are missing and adds optional columns.
   *
   * @throws IllegalArgumentException when a table cannot hold what its stream declares
   */
  void ensure(List<EventTable> tables) throws SQLException {
    var found = found();
    for (var table : tables) {
      var columns = found.get(table.name());
      if (columns == null) {
        execute(table.create());
      } else {
        adapt(table, columns);
      }
    }
  }

  /** The columns of a table in the order that an appender expects. */
  List<String> columnsOf(EventTable table) throws SQLException {
    return columnsOf(table.name());
  }

  List<String> columnsOf(String table) throws SQLException {
    return found().getOrDefault(table, List.of()).stream().map(Found::column).toList();
  }

  List<String> tables() throws SQLException {
    return List.copyOf(found().keySet());
  }

  private void adapt(EventTable table, List<Found> found) throws SQLException {
    for (var old : found) {
      boolean own =
          old.column().equals(EventTable.TENANT) || old.column().equals(EventTable.RECEIVED);
      if (!own && table.indexOf(old.column()) < 0) {
        throw incompatible(table, "the column " + old.column() + " is no longer declared");
      }
    }
    for (var column : table.columns()) {
      var old = found.stream().filter(f -> f.column().equals(column.name())).findFirst();
      if (old.isPresent()) {
        requireSame(table, column, old.get());
      } else if (column.required()) {
        throw incompatible(
            table, "the new column " + column.name() + " must be optional, old rows lack it");
      } else {
        execute(table.add(column));
      }
    }
  }

  private static void requireSame(EventTable table, Column column, Found old) {
    if (!old.type().equals(EventTable.sqlType(column.type()))) {
      throw incompatible(
          table, "the column " + column.name() + " holds " + old.type() + ", not " + column.type());
    }
    if (old.required() != column.required()) {
      throw incompatible(
          table,
          "the column " + column.name() + " is " + (old.required() ? "required" : "optional"));
    }
  }

  private static IllegalArgumentException incompatible(EventTable table, String why) {
    return new IllegalArgumentException(
        "stream " + table.name() + " does not fit its table: " + why);
  }

  private Map<String, List<Found>> found() throws SQLException {
    var found = new ArrayList<Found>();
    try (var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                """
                select table_name, column_name, data_type, not is_nullable
                from duckdb_columns()
                where schema_name = 'main' and not internal
                  and database_name = current_database()
                order by table_name, column_index
                """)) {
      while (rows.next()) {
        found.add(
            new Found(rows.getString(1), rows.getString(2), rows.getString(3), rows.getBoolean(4)));
      }
    }
    return found.stream().collect(Collectors.groupingBy(Found::table));
  }

  private void execute(String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
