package dev.freehold.bench;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;

/**
 * GET of one row through the whole stack (key, permission, row security, JSON) by 16 clients,
 * beside the same statement by bare JDBC with the tenant set in the conventional three trips.
 */
final class ReadBench implements Bench.Benchmark {

  private static final int CLIENTS = 16;
  private static final int RUNS = 3;
  private static final Duration WARM_UP = Duration.ofSeconds(25);
  private static final Duration RUN = Duration.ofSeconds(5);
  private static final byte[] NOTHING = {};

  @Override
  public void run() throws Exception {
    try (var world = new World()) {
      stack(world, WARM_UP);
      bare(world, WARM_UP);
      var stack = new double[RUNS];
      var bare = new double[RUNS];
      for (int i = 0; i < RUNS; i++) {
        stack[i] = stack(world, RUN);
        bare[i] = bare(world, RUN);
      }
      double ours = Figure.median(stack);
      double theirs = Figure.median(bare);
      Figure.note("bare JDBC, three trips, %d threads: %.0f reads/s", CLIENTS, theirs);
      Figure.print("read", ours, "requests/s", ours / theirs, 0.5);
    }
  }

  private static double stack(World world, Duration duration) throws Exception {
    var head =
        HttpConnection.head("GET", "/v1/attribution/apps/" + world.app.id(), world.key, "", -1);
    long end = System.nanoTime() + duration.toNanos();
    var latencies = new Latencies();
    double perSecond =
        Load.perSecond(
            CLIENTS,
            thread -> {
              int done = 0;
              var micros = new int[1 << 10];
              try (var connection = new HttpConnection(world.server.port())) {
                while (System.nanoTime() < end) {
                  long sent = System.nanoTime();
                  var answer = connection.exchange(head, NOTHING);
                  if (!answer.contains(world.app.id().toString())) {
                    throw new IOException("not the app: " + answer);
                  }
                  if (done == micros.length) {
                    micros = Arrays.copyOf(micros, 2 * done);
                  }
                  micros[done++] = (int) ((System.nanoTime() - sent) / 1_000);
                }
              }
              latencies.add(Arrays.copyOf(micros, done));
              return done;
            });
    latencies.print("read");
    return perSecond;
  }

  private static double bare(World world, Duration duration) throws Exception {
    var settings = world.database();
    long end = System.nanoTime() + duration.toNanos();
    return Load.perSecond(
        CLIENTS,
        thread -> {
          long done = 0;
          try (var connection =
              DriverManager.getConnection(
                  settings.url(),
                  settings.application().user(),
                  settings.application().password())) {
            connection.setAutoCommit(false);
            while (System.nanoTime() < end) {
              read(world, connection);
              done++;
            }
          }
          return done;
        });
  }

  private static void read(World world, Connection connection) throws SQLException {
    try (var tenant = connection.prepareStatement("select set_config('freehold.tenant', ?, true)");
        var row =
            connection.prepareStatement(
                "select * from attribution.app where tenant_id = ? and id = ?")) {
      tenant.setString(1, world.tenant.toString());
      tenant.execute();
      row.setObject(1, world.tenant);
      row.setObject(2, world.app.id());
      try (var found = row.executeQuery()) {
        if (!found.next()) {
          throw new SQLException("the row is not there");
        }
      }
    }
    connection.commit();
  }
}
