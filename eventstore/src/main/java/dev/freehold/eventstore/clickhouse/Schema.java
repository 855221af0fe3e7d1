package dev.freehold.eventstore.clickhouse;

import dev.freehold.eventstore.Column;
import java.util.List;

/** Brings the tables of a database in line with the streams declared. */
final class Schema {

  private record Found(String table, String column, String type) {}

  private final Server server;
  private final Layout layout;

  Schema(Server server, Layout layout) {
    this.server = server;
    this.layout = layout;
  }

  /**
   * Creates the database and tables that are missing and adds optional columns.
   *
   * @throws IllegalArgumentException when a table cannot hold what its stream declares
   */
  void ensure(List<EventTable> tables) {
    server.runAnywhere("create database if not exists " + layout.database() + layout.onCluster());
    var found = found();
    for (var table : tables) {
      var columns =
          found.stream().filter(f -> f.table().equals(layout.storageName(table.name()))).toList();
      if (columns.isEmpty()) {
        table.create().forEach(server::run);
      } else {
        adapt(table, columns);
      }
    }
  }

  /** All tables, also those of streams that are not declared any more. */
  List<String> tables() {
    return server.read(
        "select name from system.tables where database = '" + layout.database() + "'",
        row -> row.getString(1));
  }

  /** All tables whose rows belong to tenants. */
  List<String> tenantTables() {
    return server.read(
        """
        select database || '.' || table from system.columns
        where database = '%s' and name = 'tenant_id'"""
            .formatted(layout.database()),
        row -> row.getString(1));
  }

  private void adapt(EventTable table, List<Found> found) {
    for (var old : found) {
      boolean own =
          old.column().equals(EventTable.TENANT) || old.column().equals(EventTable.RECEIVED);
      if (!own && table.declaration().indexOf(old.column()) < 0) {
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
        table.add(column).forEach(server::run);
      }
    }
  }

  private static void requireSame(EventTable table, Column column, Found old) {
    if (!old.type().equals(EventTable.type(column))) {
      throw incompatible(
          table,
          "the column %s is %s, not %s"
              .formatted(column.name(), old.type(), EventTable.type(column)));
    }
  }

  private static IllegalArgumentException incompatible(EventTable table, String why) {
    return new IllegalArgumentException(
        "stream " + table.name() + " does not fit its table: " + why);
  }

  private List<Found> found() {
    return server.read(
        """
        select table, name, type from system.columns where database = '%s'
        order by table, position"""
            .formatted(layout.database()),
        row -> new Found(row.getString(1), row.getString(2), row.getString(3)));
  }
}
