package dev.freehold.kernel.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A table of tenants, as the superuser sees it: its columns, and rows of its tenants. */
record TenantTable(String name, List<Column> columns) {

  /** Quoted name, and what the application role may do with it. */
  record Column(String name, boolean key, boolean insertable, boolean updatable) {}

  static TenantTable of(JdbcClient superuser, String name) {
    return new TenantTable(
        name,
        superuser
            .sql(
                """
                select quote_ident(attname) as name,
                  exists (
                    select from pg_index
                    where indrelid = attrelid and indisprimary and attnum = any (indkey)) as key,
                  has_column_privilege('freehold_app', attrelid, attnum, 'INSERT') as insertable,
                  has_column_privilege('freehold_app', attrelid, attnum, 'UPDATE') as updatable
                from pg_attribute
                where attrelid = cast(:table as regclass)
                  and attnum > 0 and not attisdropped and attgenerated = ''
                order by attnum
                """)
            .param("table", name)
            .query(Rows.of(Column.class))
            .list());
  }

  /** A condition that finds one row of this tenant. */
  Optional<String> keyOf(JdbcClient superuser, UUID tenant) {
    var keys =
        columns.stream()
            .filter(Column::key)
            .map(column -> "format('%%s = %%L', '%1$s', %1$s)".formatted(column.name()))
            .collect(Collectors.joining(", "));
    return first(superuser, "concat_ws(' and ', " + keys + ")", tenant);
  }

  /** The values of one row of this tenant as the application role would insert them. */
  Optional<String> insertOf(JdbcClient superuser, UUID tenant) {
    var inserted =
        columns.stream()
            .filter(column -> column.insertable() || column.name().equals("tenant_id"))
            .map(Column::name)
            .toList();
    var values =
        inserted.stream()
            .map("quote_nullable(%s::text)"::formatted)
            .collect(Collectors.joining(", "));
    return first(superuser, "concat_ws(', ', " + values + ")", tenant)
        .map(
            row ->
                "insert into %s (%s) values (%s)"
                    .formatted(name, String.join(", ", inserted), row));
  }

  private Optional<String> first(JdbcClient superuser, String expression, UUID tenant) {
    return superuser
        .sql(
            "select %s as text from %s where tenant_id = :tenant order by %s limit 1"
                .formatted(expression, name, keys()))
        .param("tenant", tenant)
        .query((row, index) -> row.getString("text"))
        .optional();
  }

  /** The oldest row comes first, the same in each run. */
  private String keys() {
    return columns.stream().filter(Column::key).map(Column::name).collect(Collectors.joining(", "));
  }

  /** A column that the application role may overwrite; any, if there is none. */
  String updated() {
    return columns.stream()
        .filter(Column::updatable)
        .map(Column::name)
        .filter(column -> !column.equals("tenant_id"))
        .findFirst()
        .orElse("tenant_id");
  }

  /** Gives the tenant a copy of somebody's row, past triggers and foreign keys, if it has none. */
  boolean fill(Connection superuser, UUID tenant) throws SQLException {
    var names = columns.stream().map(Column::name).toList();
    var copied =
        names.stream()
            .map(column -> column.equals("tenant_id") ? "'" + tenant + "'" : column)
            .toList();
    try (var statement = superuser.createStatement()) {
      statement.execute("set session_replication_role = replica");
      statement.execute(
          """
          insert into %1$s (%2$s) overriding system value
          select %3$s from %1$s
          where not exists (select from %1$s where tenant_id = '%4$s')
          limit 1
          on conflict do nothing
          """
              .formatted(name, String.join(", ", names), String.join(", ", copied), tenant));
      try (var found =
          statement.executeQuery(
              "select exists (select from %s where tenant_id = '%s')".formatted(name, tenant))) {
        return found.next() && found.getBoolean(1);
      }
    }
  }
}
