package dev.freehold.kernel.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Attacks every table of tenants as the application role from another tenant, from none, and from a
 * pooled session that had one. Tables that only one tenant has rows in get a copy for the other.
 */
public final class IsolationKit {

  private static final String DENIED = "42501";

  /**
   * What came of it.
   *
   * @param attacked the tables whose rows were attacked
   * @param withoutRows the tables that held no row of the victim to attack, so proved nothing
   * @param leaks what got through, each in a sentence; empty when all is well
   */
  public record Report(List<String> attacked, List<String> withoutRows, List<String> leaks) {}

  private final TestDatabase database;
  private final UUID attacker;
  private final UUID victim;
  private final Report report = new Report(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());

  private IsolationKit(TestDatabase database, UUID attacker, UUID victim) {
    this.database = database;
    this.attacker = attacker;
    this.victim = victim;
  }

  /**
   * @param tables {@code schema.table}, for instance {@link TenancyRules#tenantTables()}
   */
  public static Report attack(
      TestDatabase database, List<String> tables, UUID attacker, UUID victim) {
    var kit = new IsolationKit(database, attacker, victim);
    try (var superuser = database.superuserConnection();
        var application = database.databases().application().getConnection()) {
      application.setAutoCommit(false);
      for (var table : tables) {
        kit.attack(superuser, application, TenantTable.of(database.superuser(), table));
      }
      kit.attackViews(application);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return kit.report;
  }

  private void attack(Connection superuser, Connection application, TenantTable table)
      throws SQLException {
    if (!table.fill(superuser, victim)) {
      report.withoutRows().add(table.name());
      return;
    }
    table.fill(superuser, attacker);
    report.attacked().add(table.name());
    var sql = database.superuser();
    var victims = table.keyOf(sql, victim).orElseThrow();
    var insert = table.insertOf(sql, victim).orElseThrow();
    fromAttacker(application, table, victims, insert);
    table
        .keyOf(sql, attacker)
        .ifPresent(
            own ->
                mustBeDenied(
                    application,
                    attacker,
                    "update %s set tenant_id = '%s' where %s"
                        .formatted(table.name(), victim, own)));
    fromNobody(application, table, insert);
    for (var partition : partitions(sql, table)) {
      mustBeDenied(application, attacker, "select count(*) from " + partition);
    }
  }

  private void fromAttacker(
      Connection application, TenantTable table, String victims, String insert) {
    var name = table.name();
    mustTouchNothing(
        application,
        attacker,
        "select count(*) from %s where tenant_id <> '%s'".formatted(name, attacker));
    mustTouchNothing(
        application, attacker, "select count(*) from %s where %s".formatted(name, victims));
    mustTouchNothing(
        application,
        attacker,
        "update %1$s set %2$s = %2$s where %3$s".formatted(name, table.updated(), victims));
    mustTouchNothing(application, attacker, "delete from %s where %s".formatted(name, victims));
    mustBeDenied(application, attacker, insert);
    mustBeDenied(application, attacker, "truncate " + name);
  }

  /** Twice: the second time the session has a setting that a tenant left behind as ''. */
  private void fromNobody(Connection application, TenantTable table, String insert) {
    for (int round = 0; round < 2; round++) {
      var name = table.name();
      mustTouchNothing(application, null, "select count(*) from " + name);
      mustTouchNothing(
          application, null, "update %1$s set %2$s = %2$s".formatted(name, table.updated()));
      mustTouchNothing(application, null, "delete from " + name);
      mustBeDenied(application, null, insert);
      run(application, attacker, "select 0");
    }
  }

  private void attackViews(Connection application) {
    var views =
        database
            .superuser()
            .sql(
                """
                select attrelid::regclass::text as name
                from pg_attribute join pg_class on pg_class.oid = attrelid
                where relkind = 'v' and attname = 'tenant_id'
                  and has_column_privilege('freehold_app', attrelid, attnum, 'SELECT')
                """)
            .query((row, index) -> row.getString("name"))
            .list();
    for (var view : views) {
      mustTouchNothing(
          application,
          attacker,
          "select count(*) from %s where tenant_id <> '%s'".formatted(view, attacker));
      report.attacked().add(view);
    }
  }

  private static List<String> partitions(JdbcClient superuser, TenantTable table) {
    return superuser
        .sql(
            "select inhrelid::regclass::text as name from pg_inherits"
                + " where inhparent = cast(:table as regclass)")
        .param("table", table.name())
        .query((row, index) -> row.getString("name"))
        .list();
  }

  private void mustTouchNothing(Connection application, @Nullable UUID tenant, String sql) {
    var outcome = run(application, tenant, sql);
    if (!outcome.equals("0") && !outcome.equals(DENIED)) {
      leak(tenant, sql, outcome);
    }
  }

  private void mustBeDenied(Connection application, @Nullable UUID tenant, String sql) {
    var outcome = run(application, tenant, sql);
    if (!outcome.equals(DENIED)) {
      leak(tenant, sql, outcome);
    }
  }

  private void leak(@Nullable UUID tenant, String sql, String outcome) {
    report
        .leaks()
        .add(
            (tenant == null ? "without a tenant" : "from another tenant")
                + ": "
                + sql
                + " gave "
                + outcome);
  }

  /** The count of rows seen or touched, or the state of the error; nothing of it stays. */
  private static String run(Connection application, @Nullable UUID tenant, String sql) {
    try (var statement = application.createStatement()) {
      try {
        if (tenant != null) {
          statement.execute("select set_config('freehold.tenant', '" + tenant + "', true)");
        }
        if (!statement.execute(sql)) {
          return Integer.toString(statement.getUpdateCount());
        }
        try (var rows = statement.getResultSet()) {
          return rows.next() ? rows.getString(1) : "0";
        }
      } catch (SQLException e) {
        return String.valueOf(e.getSQLState());
      } finally {
        application.rollback();
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
