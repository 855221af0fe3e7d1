package dev.freehold.eventstore.duckdb;

import dev.freehold.eventstore.duckdb.segments.Catalogue;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** The tables of the file that hold rows of tenants beside those of the declared streams. */
record TenantTables(List<TenantTable> tables) {

  /**
   * One of them: what rollups keep, or a stream that is not declared any more.
   *
   * @param wide columns of whole numbers of 128 bits
   */
  record TenantTable(String schema, String name, List<String> wide) {
    String quoted() {
      return EventTable.quoted(schema) + "." + EventTable.quoted(name);
    }
  }

  /**
   * For the thread that opens the file, once: the engine's catalogue reads all attached files, and
   * who reads the one that an erasure writes keeps that from being finished.
   */
  static TenantTables find(Connection connection, Set<String> streams) throws SQLException {
    var found = new ArrayList<TenantTable>();
    try (var statement = connection.createStatement();
        var row =
            statement.executeQuery(
                """
                select schema_name, table_name,
                  array_to_string(list(column_name) filter (data_type = 'HUGEINT'), chr(10))
                from duckdb_columns()
                where not internal and database_name = current_database()
                group by all
                having bool_or(column_name = 'tenant_id')
                order by all
                """)) {
      while (row.next()) {
        var wide = row.getString(3);
        var table =
            new TenantTable(
                row.getString(1),
                row.getString(2),
                wide == null ? List.of() : wide.lines().toList());
        boolean own =
            table.schema().equals("main")
                && (streams.contains(table.name()) || table.name().equals(Catalogue.TABLE));
        if (!own) {
          found.add(table);
        }
      }
    }
    return new TenantTables(found);
  }

  void delete(Connection connection, UUID tenant) throws SQLException {
    for (var table : tables) {
      try (var delete =
          connection.prepareStatement("delete from " + table.quoted() + " where tenant_id = ?")) {
        delete.setObject(1, tenant);
        delete.executeUpdate();
      }
    }
  }

  boolean haveRowsOf(Connection connection, UUID tenant) throws SQLException {
    for (var table : tables) {
      try (var look =
          connection.prepareStatement(
              "select 1 from " + table.quoted() + " where tenant_id = ? limit 1")) {
        look.setObject(1, tenant);
        try (var row = look.executeQuery()) {
          if (row.next()) {
            return true;
          }
        }
      }
    }
    return false;
  }
}
