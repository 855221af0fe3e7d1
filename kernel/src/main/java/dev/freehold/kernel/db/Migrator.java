package dev.freehold.kernel.db;

import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.apache.ibatis.migration.Change;
import org.apache.ibatis.migration.ConnectionProvider;
import org.apache.ibatis.migration.operations.DownOperation;
import org.apache.ibatis.migration.operations.StatusOperation;
import org.apache.ibatis.migration.operations.UpOperation;
import org.apache.ibatis.migration.options.DatabaseOperationOption;

/**
 * Brings the schema up and down. All scripts of a run share one transaction under an advisory lock:
 * two nodes that start together migrate once, and a run that fails leaves nothing behind.
 */
public final class Migrator {

  private static final long LOCK = 0x4672656568_6F6C64L;
  private static final Set<String> LEFT_TO_US =
      Set.of("commit", "rollback", "close", "setAutoCommit");

  private final DataSource owner;
  private final MigrationScripts scripts;

  private interface Operation {
    void operate(ConnectionProvider connections, DatabaseOperationOption option, PrintStream out);
  }

  /** The owner's connections; the scripts come from {@code db/} of every module. */
  public Migrator(DataSource owner) {
    this(owner, MigrationScripts.ofAllModules());
  }

  Migrator(DataSource owner, MigrationScripts scripts) {
    this.owner = owner;
    this.scripts = scripts;
  }

  /** Applies all that is missing. */
  public void up() {
    run((connections, option, out) -> new UpOperation().operate(connections, scripts, option, out));
  }

  /** Applies the next few. */
  public void up(int steps) {
    run(
        (connections, option, out) ->
            new UpOperation(steps).operate(connections, scripts, option, out));
  }

  /** Undoes the last few. */
  public void down(int steps) {
    run(
        (connections, option, out) ->
            new DownOperation(steps).operate(connections, scripts, option, out));
  }

  /** Every script in order, with the time it was applied or null. */
  public List<Change> status() {
    var status = new StatusOperation();
    run((connections, option, out) -> status.operate(connections, scripts, option, out));
    return status.getCurrentStatus();
  }

  private void run(Operation operation) {
    try (var connection = owner.getConnection()) {
      connection.setAutoCommit(false);
      try {
        lock(connection);
        scripts.checkHistory(applied(connection));
        operation.operate(() -> borrowed(connection), option(), discard());
        connection.commit();
      } catch (RuntimeException | SQLException e) {
        connection.rollback();
        throw e;
      }
    } catch (SQLException e) {
      throw new IllegalStateException("the schema could not be migrated: " + e.getMessage(), e);
    }
  }

  /** The library asks for its table by failing to read it, which would end our transaction. */
  private static void lock(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("select pg_advisory_xact_lock(" + LOCK + ")");
      statement.execute(
          """
          create table if not exists public.freehold_migration (
            id numeric(20, 0) primary key,
            applied_at varchar(25) not null,
            description varchar(255) not null
          )
          """);
    }
  }

  private static SortedSet<BigDecimal> applied(Connection connection) throws SQLException {
    var applied = new TreeSet<BigDecimal>();
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("select id from public.freehold_migration")) {
      while (rows.next()) {
        applied.add(rows.getBigDecimal(1));
      }
    }
    return applied;
  }

  /** The library commits and rolls back around each script; here all of a run stands or falls. */
  private static Connection borrowed(Connection connection) {
    return (Connection)
        Proxy.newProxyInstance(
            Connection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              if (LEFT_TO_US.contains(method.getName())) {
                return null;
              }
              try {
                return method.invoke(connection, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static DatabaseOperationOption option() {
    var option = new DatabaseOperationOption();
    option.setChangelogTable("public.freehold_migration");
    option.setSendFullScript(true);
    option.setEscapeProcessing(false);
    option.setAutoCommit(false);
    option.setStopOnError(true);
    return option;
  }

  private static PrintStream discard() {
    return new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
  }
}
