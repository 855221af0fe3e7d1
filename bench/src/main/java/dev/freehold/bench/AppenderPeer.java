package dev.freehold.bench;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.duckdb.DuckDBConnection;

/** The limit: DuckDB's appender, one thread, the same columns, nothing checked. */
final class AppenderPeer {

  private AppenderPeer() {}

  static double perSecond(World world, BenchEvents events, int run) throws SQLException {
    var rows = new BenchEvents.Event[IngestBench.ROWS];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = events.event(run, i);
    }
    var file = world.folder.resolve("peer-" + run + ".duckdb");
    try (var connection = (DuckDBConnection) DriverManager.getConnection("jdbc:duckdb:" + file);
        var statement = connection.createStatement()) {
      statement.execute("set checkpoint_threshold = '256MB'");
      statement.execute(
          """
          create table events (
            tenant_id uuid, event_id varchar, app_id uuid, type varchar, user_id varchar,
            occurred_at timestamp, channel varchar, campaign varchar, ad_group varchar,
            creative varchar, revenue bigint, properties varchar, link_id uuid,
            received_at timestamp)
          """);
      long start = System.nanoTime();
      for (int first = 0; first < rows.length; first += IngestBench.COMMIT) {
        append(connection, statement, world, rows, first);
      }
      return rows.length / ((System.nanoTime() - start) / 1e9);
    }
  }

  private static void append(
      DuckDBConnection connection,
      Statement statement,
      World world,
      BenchEvents.Event[] rows,
      int first)
      throws SQLException {
    statement.execute("begin transaction");
    try (var appender = connection.createAppender("main", "events")) {
      var received = LocalDateTime.now(ZoneOffset.UTC);
      for (int i = first; i < first + IngestBench.COMMIT; i++) {
        var row = rows[i];
        appender.beginRow();
        appender.append(world.tenant);
        appender.append(row.eventId());
        appender.append(world.app.id());
        appender.append(row.type());
        appender.append(row.userId());
        appender.append(LocalDateTime.ofInstant(row.occurredAt(), ZoneOffset.UTC));
        appender.append(row.channel());
        appender.append(row.campaign());
        appender.append(row.adGroup());
        appender.append(row.creative());
        appender.append(row.revenue());
        appender.append(row.properties());
        appender.append((UUID) null);
        appender.append(received);
        appender.endRow();
      }
      appender.flush();
    }
    statement.execute("commit");
  }
}
