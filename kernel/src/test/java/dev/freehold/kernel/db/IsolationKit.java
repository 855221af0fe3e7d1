package dev.freehold.kernel.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Attacks every table of tenants as the application role from another tenant, from none, and from a
 * pooled session that had one. Tables that only one tenant has rows in get a copy for the other.
 */
public final class IsolationKit {

  private static final String DENIED = "42501";
  private static final String NO_SUCH_PARENT = "23503";

  /** What is tried on a table, from another tenant unless it says otherwise. */
  public enum Attack {
    SELECT("select"),
    INSERT("insert as theirs"),
    UPDATE("update"),
    DELETE("delete"),
    GIVE_AWAY("make mine theirs"),
    PROBE("insert theirs as mine"),
    TRUNCATE("truncate"),
    PARTITION("partitions directly"),
    WITHOUT_TENANT("all that without a tenant");

    private final String title;

    Attack(String title) {
      this.title = title;
    }

    public String title() {
      return title;
    }
  }

  /**
   * What came of it.
   *
   * @param outcomes by table and attack what the database said, in a word
   * @param withoutRows the tables that held no row of the victim to attack, so proved nothing
   * @param leaks what got through, each in a sentence; empty when all is well
   */
  public record Report(
      Map<String, Map<Attack, String>> outcomes, List<String> withoutRows, List<String> leaks) {

    /** The tables whose rows were attacked. */
    public Set<String> attacked() {
      return outcomes.keySet();
    }
  }

  private final TestDatabase database;
  private final UUID attacker;
  private final UUID victim;
  private final Report report =
      new Report(new LinkedHashMap<>(), new ArrayList<>(), new ArrayList<>());

  private IsolationKit(TestDatabase database, UUID attacker, UUID victim) {
    this.database = database;
    this.attacker = attacker;
    this.victim = victim;
  }

  /**
   * @param login the application's role, directly or through a pooler
   * @param tables {@code schema.table}, for instance {@link TenancyRules#tenantTables()}
   */
  public static Report attack(
      TestDatabase database, DataSource login, List<String> tables, UUID attacker, UUID victim) {
    var kit = new IsolationKit(database, attacker, victim);
    try (var superuser = database.superuserConnection();
        var application = login.getConnection()) {
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
    var name = table.name();
    var sql = database.superuser();
    var victims = table.keyOf(sql, victim).orElseThrow();
    var insert = table.insertOf(sql, victim).orElseThrow();
    fromAttacker(application, table, victims, insert);
    table
        .keyOf(sql, attacker)
        .ifPresent(
            own ->
                note(
                    name,
                    Attack.GIVE_AWAY,
                    mustBeDenied(
                        application,
                        attacker,
                        "update %s set tenant_id = '%s' where %s".formatted(name, victim, own))));
    note(name, Attack.PROBE, probe(superuser, name, insert));
    note(name, Attack.WITHOUT_TENANT, fromNobody(application, table, insert));
    for (var partition : partitions(sql, table)) {
      note(
          name,
          Attack.PARTITION,
          mustBeDenied(application, attacker, "select count(*) from " + partition));
    }
  }

  private void note(String table, Attack attack, String outcome) {
    report
        .outcomes()
        .computeIfAbsent(table, _ -> new EnumMap<>(Attack.class))
        .merge(attack, outcome, (one, other) -> one.equals(other) ? one : one + ", " + other);
  }

  /**
   * Takes over all values of a victim's row, ids that it refers to and unique ones included. What
   * is referred to must be as missing as if it were nobody's, and what is unique must be free.
   */
  private String probe(Connection superuser, String table, String insert) throws SQLException {
    superuser.setAutoCommit(false);
    try (var statement = superuser.createStatement()) {
      // The attacker's own rows are not what it is to collide with.
      statement.execute("set local session_replication_role = replica");
      statement.execute("delete from %s where tenant_id = '%s'".formatted(table, attacker));
      statement.execute("set local session_replication_role = origin");
      statement.execute("set local role freehold_app");
      statement.execute("select set_config('freehold.tenant', '%s', true)".formatted(attacker));
      statement.execute(insert.replace(victim.toString(), attacker.toString()));
      return "tells nothing";
    } catch (SQLException e) {
      return switch (String.valueOf(e.getSQLState())) {
        case DENIED -> "denied";
        case NO_SUCH_PARENT -> "tells nothing"; // as if what it refers to were nobody's
        default -> {
          leak(attacker, insert + " as its own", String.valueOf(e.getMessage()));
          yield "leak";
        }
      };
    } finally {
      superuser.rollback();
      superuser.setAutoCommit(true);
    }
  }

  private void fromAttacker(
      Connection application, TenantTable table, String victims, String insert) {
    var name = table.name();
    note(
        name,
        Attack.SELECT,
        mustTouchNothing(
            application,
            attacker,
            "select count(*) from %s where tenant_id <> '%s'".formatted(name, attacker)));
    note(
        name,
        Attack.SELECT,
        mustTouchNothing(
            application, attacker, "select count(*) from %s where %s".formatted(name, victims)));
    note(
        name,
        Attack.UPDATE,
        mustTouchNothing(
            application,
            attacker,
            "update %1$s set %2$s = %2$s where %3$s".formatted(name, table.updated(), victims)));
    note(
        name,
        Attack.DELETE,
        mustTouchNothing(
            application, attacker, "delete from %s where %s".formatted(name, victims)));
    note(name, Attack.INSERT, mustBeDenied(application, attacker, insert));
    note(name, Attack.TRUNCATE, mustBeDenied(application, attacker, "truncate " + name));
  }

  /** Twice: the second time the session has a setting that a tenant left behind as ''. */
  private String fromNobody(Connection application, TenantTable table, String insert) {
    var outcomes = new TreeSet<String>();
    for (int round = 0; round < 2; round++) {
      var name = table.name();
      outcomes.add(mustTouchNothing(application, null, "select count(*) from " + name));
      outcomes.add(
          mustTouchNothing(
              application, null, "update %1$s set %2$s = %2$s".formatted(name, table.updated())));
      outcomes.add(mustTouchNothing(application, null, "delete from " + name));
      outcomes.add(mustBeDenied(application, null, insert));
      run(application, attacker, "select 0");
    }
    return String.join(", ", outcomes);
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
      note(
          view,
          Attack.SELECT,
          mustTouchNothing(
              application,
              attacker,
              "select count(*) from %s where tenant_id <> '%s'".formatted(view, attacker)));
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

  private String mustTouchNothing(Connection application, @Nullable UUID tenant, String sql) {
    var outcome = run(application, tenant, sql);
    if (!outcome.equals("0") && !outcome.equals(DENIED)) {
      leak(tenant, sql, outcome);
      return "leak";
    }
    return outcome.equals("0") ? "nothing" : "denied";
  }

  private String mustBeDenied(Connection application, @Nullable UUID tenant, String sql) {
    var outcome = run(application, tenant, sql);
    if (!outcome.equals(DENIED)) {
      leak(tenant, sql, outcome);
      return "leak";
    }
    return "denied";
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
