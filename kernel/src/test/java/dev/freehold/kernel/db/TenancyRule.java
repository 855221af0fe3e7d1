package dev.freehold.kernel.db;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * One rule as a query over the catalogue that finds what breaks it.
 *
 * @param scope which tables it judges
 * @param exception what a reason can be declared for
 * @param sql after the shared {@link #CATALOGUE}; gives relation, subject and violation
 */
record TenancyRule(Scope scope, Exception exception, String sql) {

  enum Scope {
    TENANT_TABLES,
    /** Of tenants, and those without tenants that the application role may read nevertheless. */
    GUARDED_TABLES,
    PLATFORM_TABLES,
    EVERYTHING
  }

  enum Exception {
    NONE,
    GLOBALLY_UNIQUE,
    FOREIGN_KEY,
    POLICY,
    DEFINER,
    LOOKUP_COLUMN
  }

  record Finding(String relation, String subject, String violation) {}

  /** Named parts that the rules share: relations, tables of tenants, and who holds which right. */
  private static final String CATALOGUE =
      """
      with relation as (
        select class.*, namespace.nspname || '.' || class.relname as name,
          (select attnum from pg_attribute
           where attrelid = class.oid and attname = 'tenant_id' and not attisdropped) as tenant
        from pg_class class
        join pg_namespace namespace on namespace.oid = class.relnamespace
        where namespace.nspname not in ('pg_catalog', 'information_schema')
          and namespace.nspname !~ '^pg_(toast|temp)'
          and not exists (
            select from pg_depend
            where classid = 'pg_class'::regclass and objid = class.oid and deptype = 'e')
      ),
      tenant_table as (
        select * from relation where relkind in ('r', 'p') and not relispartition
      ),
      held as (
        select relation.name as relation, relkind, relispartition, relowner, grantee,
          privilege_type as privilege, is_grantable, '' as name
        from relation, aclexplode(relacl)
        union all
        select relation.name, relkind, relispartition, relowner, grantee, privilege_type,
          is_grantable, attname::text
        from relation join pg_attribute on attrelid = relation.oid, aclexplode(attacl)
      ),
      granted as (
        select *, case grantee when 0 then 'PUBLIC' else pg_get_userbyid(grantee)::text end as role
        from held
        where grantee <> relowner
      )
      """;

  static TenancyRule ofTenantTables(String sql) {
    return new TenancyRule(Scope.TENANT_TABLES, Exception.NONE, sql);
  }

  static TenancyRule ofTenantTables(Exception exception, String sql) {
    return new TenancyRule(Scope.TENANT_TABLES, exception, sql);
  }

  static TenancyRule ofGuardedTables(Exception exception, String sql) {
    return new TenancyRule(Scope.GUARDED_TABLES, exception, sql);
  }

  static TenancyRule ofEverything(String sql) {
    return new TenancyRule(Scope.EVERYTHING, Exception.NONE, sql);
  }

  static TenancyRule ofEverything(Exception exception, String sql) {
    return new TenancyRule(Scope.EVERYTHING, exception, sql);
  }

  List<Finding> findings(JdbcClient superuser) {
    return superuser
        .sql(CATALOGUE + sql)
        .query(
            (row, index) ->
                new Finding(
                    row.getString("relation"),
                    row.getString("subject"),
                    row.getString("violation")))
        .list();
  }
}
