package dev.freehold.kernel.db;

import dev.freehold.kernel.Actor;
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
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

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
             set_config('freehold.request', ?, true)
      """;

  private final DataSource database;

  Transactions(DataSource database) {
    this.database = database;
  }

  <T extends @Nullable Object> T run(
      @Nullable UUID tenant, Actor actor, String requestId, Function<JdbcClient, T> work) {
    try (var connection = database.getConnection()) {
      connection.setAutoCommit(false);
      try {
        scope(connection, tenant, actor, requestId);
        var result = work.apply(client(connection));
        connection.commit();
        return result;
      } catch (Throwable failure) {
        rollback(connection);
        throw failure;
      }
    } catch (SQLException e) {
      throw unavailable(e);
    }
  }

  static Unavailable unavailable(SQLException cause) {
    log.warn("PostgreSQL is not reachable: {}", cause.getMessage());
    return new Unavailable(
        KernelError.UNAVAILABLE,
        "The database is not reachable right now. Nothing was changed; try again in a moment.",
        cause);
  }

  private static JdbcClient client(Connection connection) {
    return JdbcClient.create(new JdbcTemplate(new SingleConnectionDataSource(connection, true)));
  }

  private static void scope(
      Connection connection, @Nullable UUID tenant, Actor actor, String requestId)
      throws SQLException {
    try (var statement = connection.prepareStatement(SETTINGS)) {
      statement.setString(1, tenant == null ? "" : tenant.toString());
      statement.setString(2, actor.kind().wireName());
      statement.setString(3, actor.id() == null ? "" : actor.id().toString());
      statement.setString(4, actor.name());
      statement.setString(5, requestId);
      statement.execute();
    }
  }

  private static void rollback(Connection connection) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      log.debug("rollback on a broken connection", e);
    }
  }
}
