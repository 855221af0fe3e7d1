package dev.freehold.accounts.operator;

import dev.freehold.kernel.db.Rows;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The tables that hold rows of tenants, as the catalogue knows them, so that none is forgotten: all
 * with a {@code tenant_id}. The audit log and the tenant itself go by themselves, at the end.
 */
final class TenantTables {

  private record Table(String name) {}

  private record Reference(String child, String parent) {}

  private TenantTables() {}

  /** Quoted names, each table before those that its rows point to. */
  static List<String> childrenFirst(JdbcClient sql) {
    var left = new ArrayList<>(tables(sql));
    var references = new HashSet<>(references(sql));
    var ordered = new ArrayList<String>();
    while (!left.isEmpty()) {
      var free =
          left.stream()
              .filter(
                  table ->
                      references.stream()
                          .noneMatch(
                              reference ->
                                  reference.parent().equals(table)
                                      && left.contains(reference.child())))
              .toList();
      if (free.isEmpty()) {
        throw new IllegalStateException("these tables point to each other: " + left);
      }
      ordered.addAll(free);
      left.removeAll(free);
    }
    return ordered;
  }

  private static List<String> tables(JdbcClient sql) {
    return sql
        .sql(
            """
            select c.oid::regclass::text as name
            from pg_class c
            join pg_attribute a
              on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
            where c.relkind in ('r', 'p') and not c.relispartition
              and c.oid not in ('kernel.audit_log'::regclass, 'accounts.tenant'::regclass)
              and c.relnamespace::regnamespace::text not in ('pg_catalog', 'information_schema')
            order by 1
            """)
        .query(Rows.of(Table.class))
        .stream()
        .map(Table::name)
        .toList();
  }

  private static List<Reference> references(JdbcClient sql) {
    return sql.sql(
            """
            select conrelid::regclass::text as child, confrelid::regclass::text as parent
            from pg_constraint
            where contype = 'f' and conparentid = 0 and conrelid <> confrelid
            """)
        .query(Rows.of(Reference.class))
        .list();
  }

  /**
   * @param table as {@link #childrenFirst} names it: quoted by the database itself
   */
  static long erase(JdbcClient sql, String table, UUID tenant) {
    return sql.sql("delete from " + table + " where tenant_id = :tenant")
        .param("tenant", tenant)
        .update();
  }

  /** What the scheduler has yet to run of a tenant. */
  static long eraseTasks(JdbcClient sql, UUID tenant) {
    return sql.sql(
            """
            delete from kernel.scheduled_task
            where task_name = 'job' and starts_with(task_instance, :tenant || '/')
            """)
        .param("tenant", tenant.toString())
        .update();
  }

  /** The tenant itself, and with it the log of what was done to it. */
  static long eraseTenant(JdbcClient sql, UUID tenant) {
    long deleted =
        sql.sql("delete from accounts.tenant where tenant_id = :tenant")
            .param("tenant", tenant)
            .update();
    return deleted
        + sql.sql("select kernel.erase_audit(:tenant)")
            .param("tenant", tenant)
            .query(Long.class)
            .single();
  }
}
