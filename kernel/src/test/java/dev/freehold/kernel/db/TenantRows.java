package dev.freehold.kernel.db;

import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Which tables hold rows of a tenant, by the catalogue. */
public final class TenantRows {

  private TenantRows() {}

  /** Each table with its count, {@code schema.table: rows}; partitions are in their table. */
  public static List<String> of(JdbcClient superuser, UUID tenant) {
    return superuser
        .sql(
            """
            select c.oid::regclass::text
            from pg_class c
            join pg_attribute a
              on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
            where c.relkind in ('r', 'p') and not c.relispartition
              and c.relnamespace::regnamespace::text not in ('pg_catalog', 'information_schema')
            order by 1
            """)
        .query(String.class)
        .list()
        .stream()
        .map(table -> table + ": " + count(superuser, String.valueOf(table), tenant))
        .filter(row -> !row.endsWith(": 0"))
        .toList();
  }

  private static long count(JdbcClient superuser, String table, UUID tenant) {
    return superuser
        .sql("select count(*) from " + table + " where tenant_id = :tenant")
        .param("tenant", tenant)
        .query(Long.class)
        .single();
  }
}
