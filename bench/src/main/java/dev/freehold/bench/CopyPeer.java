package dev.freehold.bench;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.PGCopyOutputStream;

/**
 * The peer: PostgreSQL's binary COPY, one thread, durable, with the two indexes that the same
 * questions need there.
 *
 * <p>Source of the format: PostgreSQL documentation, COPY, "Binary Format".
 */
final class CopyPeer {

  private static final byte[] SIGNATURE = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0
  };
  private static final Instant EPOCH = Instant.parse("2000-01-01T00:00:00Z");
  private static final int COLUMNS = 14;

  private CopyPeer() {}

  static double perSecond(World world, BenchEvents events, int run)
      throws SQLException, IOException {
    var rows = new BenchEvents.Event[IngestBench.ROWS];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = events.event(run, i);
    }
    var settings = world.database();
    try (var connection =
        DriverManager.getConnection(
            settings.ownerUrl(), settings.owner().user(), settings.owner().password())) {
      create(connection, run);
      connection.setAutoCommit(false);
      long start = System.nanoTime();
      for (int first = 0; first < rows.length; first += IngestBench.COMMIT) {
        copy(connection, world, rows, first, run);
        connection.commit();
      }
      return rows.length / ((System.nanoTime() - start) / 1e9);
    }
  }

  private static void create(Connection connection, int run) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("create schema if not exists bench");
      statement.execute(
          """
          create table bench.events_%1$d (
            tenant_id uuid, event_id text, app_id uuid, type text, user_id text,
            occurred_at timestamptz, channel text, campaign text, ad_group text,
            creative text, revenue bigint, properties text, link_id uuid,
            received_at timestamptz);
          create unique index on bench.events_%1$d (tenant_id, event_id);
          create index on bench.events_%1$d (tenant_id, app_id, occurred_at);
          """
              .formatted(run));
    }
  }

  private static void copy(
      Connection connection, World world, BenchEvents.Event[] rows, int first, int run)
      throws SQLException, IOException {
    var command = "copy bench.events_" + run + " from stdin (format binary)";
    try (var out =
        new DataOutputStream(
            new BufferedOutputStream(
                new PGCopyOutputStream(connection.unwrap(PGConnection.class), command), 1 << 16))) {
      out.write(SIGNATURE);
      out.writeInt(0);
      out.writeInt(0);
      var received = Instant.now();
      for (int i = first; i < first + IngestBench.COMMIT; i++) {
        write(out, world, rows[i], received);
      }
      out.writeShort(-1);
    }
  }

  private static void write(
      DataOutputStream out, World world, BenchEvents.Event row, Instant received)
      throws IOException {
    out.writeShort(COLUMNS);
    uuid(out, world.tenant);
    text(out, row.eventId());
    uuid(out, world.app.id());
    text(out, row.type());
    text(out, row.userId());
    time(out, row.occurredAt());
    text(out, row.channel());
    text(out, row.campaign());
    text(out, row.adGroup());
    text(out, row.creative());
    number(out, row.revenue());
    text(out, row.properties());
    out.writeInt(-1);
    time(out, received);
  }

  private static void uuid(DataOutputStream out, UUID value) throws IOException {
    out.writeInt(16);
    out.writeLong(value.getMostSignificantBits());
    out.writeLong(value.getLeastSignificantBits());
  }

  private static void text(DataOutputStream out, String value) throws IOException {
    var bytes = value.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static void time(DataOutputStream out, Instant value) throws IOException {
    out.writeInt(8);
    out.writeLong(ChronoUnit.MICROS.between(EPOCH, value));
  }

  private static void number(DataOutputStream out, @Nullable Long value) throws IOException {
    if (value == null) {
      out.writeInt(-1);
      return;
    }
    out.writeInt(8);
    out.writeLong(value);
  }
}
