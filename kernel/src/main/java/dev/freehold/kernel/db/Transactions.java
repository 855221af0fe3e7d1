package dev.freehold.kernel.db;

import dev.freehold.kernel.Actor;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.error.KernelError;
import dev.freehold.kernel.error.Unavailable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.support.SQLExceptionTranslator;
import org.springframework.jdbc.support.SQLStateSQLExceptionTranslator;

/**
 * One transaction on one connection, its settings local to it, so that nothing of a caller stays
 * behind on a pooled connection, also behind PgBouncer in transaction mode.
 */
final class Transactions {

  private static final Logger log = LoggerFactory.getLogger(Transactions.class);

  private static final String SETTINGS =
      """
      select set_config('freehold.tenant', ?, true),
             set_config('freehold.actor_kind', ?, true),
             set_config('freehold.actor_id', ?, true),
             set_config('freehold.actor_name', ?, true),
             set_config('freehold.request', ?, true),
             set_config('freehold.limit', ?, true),
             set_config('freehold.project', ?, true)
      """;

  private static final SQLExceptionTranslator ERRORS = new SQLStateSQLExceptionTranslator();

  /** Whose rows, who acts, and what limits the view of them. */
  private record Scope(
      @Nullable UUID tenant,
      Actor actor,
      String requestId,
      @Nullable String limit,
      @Nullable UUID project) {}

  private final DataSource database;

  Transactions(DataSource database) {
    this.database = database;
  }

  /** Work of no tenant. */
  <T extends @Nullable Object> T run(Actor actor, String requestId, Function<JdbcClient, T> work) {
    return run(new Scope(null, actor, requestId, null, null), work);
  }

  /** Work of the caller's tenant, limited as the caller is. */
  <T extends @Nullable Object> T run(Caller caller, Function<JdbcClient, T> work) {
    return run(
        new Scope(
            caller.tenantId(),
            caller.actor(),
            caller.requestId(),
            caller.limit(),
            caller.project()),
        work);
  }

  private <T extends @Nullable Object> T run(Scope scope, Function<JdbcClient, T> work) {
    var connection = open(database);
    try {
      connection.setAutoCommit(false);
      set(connection, scope);
      var result = work.apply(client(connection));
      commit(connection);
      return result;
    } catch (SQLException e) {
      rollback(connection);
      throw failure(e);
    } catch (DataAccessException e) {
      rollback(connection);
      throw e.getRootCause() instanceof SQLException cause && isConnectionFailure(cause)
          ? unavailable(cause)
          : e;
    } catch (Throwable e) {
      rollback(connection);
      throw e;
    } finally {
      close(connection);
    }
  }

  static Connection open(DataSource database) {
    try {
      return database.getConnection();
    } catch (SQLException e) {
      throw unavailable(e);
    }
  }

  /** What a failed statement means to the caller: the database is gone, or it said no. */
  static RuntimeException failure(SQLException e) {
    if (isConnectionFailure(e)) {
      return unavailable(e);
    }
    var translated = ERRORS.translate("transaction", null, e);
    return translated == null ? new IllegalStateException(e) : translated;
  }

  private static boolean isConnectionFailure(SQLException e) {
    var state = e.getSQLState();
    return state == null || state.startsWith("08") || state.startsWith("57P");
  }

  private static Unavailable unavailable(SQLException cause) {
    log.warn("PostgreSQL is not reachable: {}", cause.getMessage());
    return new Unavailable(
        KernelError.UNAVAILABLE,
        "The database is not reachable right now. Nothing was changed; try again in a moment.",
        cause);
  }

  /** A connection that breaks here leaves open whether the server had committed already. */
  private static void commit(Connection connection) throws SQLException {
    try {
      connection.commit();
    } catch (SQLException e) {
      if (!isConnectionFailure(e)) {
        throw e;
      }
      log.warn("PostgreSQL went away in mid-commit: {}", e.getMessage());
      throw new Unavailable(
          KernelError.UNAVAILABLE,
          "The database went away while saving, so the change may or may not have been kept."
              + " Read it again before you repeat it, or repeat it with the same Idempotency-Key.",
          e);
    }
  }

  private static JdbcClient client(Connection connection) {
    return JdbcClient.create(new JdbcTemplate(new SingleConnectionDataSource(connection, true)));
  }

  private static void set(Connection connection, Scope scope) throws SQLException {
    var actor = scope.actor();
    try (var statement = connection.prepareStatement(SETTINGS)) {
      statement.setString(1, text(scope.tenant()));
      statement.setString(2, actor.kind().wireName());
      statement.setString(3, text(actor.id()));
      statement.setString(4, actor.name());
      statement.setString(5, scope.requestId());
      statement.setString(6, text(scope.limit()));
      statement.setString(7, text(scope.project()));
      statement.execute();
    }
  }

  private static String text(@Nullable Object value) {
    return value == null ? "" : value.toString();
  }

  private static void rollback(Connection connection) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      log.debug("rollback on a broken connection", e);
    }
  }

  /** The outcome stands by now, whatever becomes of the connection. */
  private static void close(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      log.debug("a connection did not close", e);
    }
  }
}
