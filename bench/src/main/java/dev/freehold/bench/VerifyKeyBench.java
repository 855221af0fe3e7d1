package dev.freehold.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

/**
 * Verifying a key, and a request that needs nothing but its key, from 32 connections, beside a bare
 * servlet of the same server.
 */
final class VerifyKeyBench implements Bench.Benchmark {

  private static final int CONNECTIONS = 32;
  private static final int RUNS = 3;
  private static final double AIM = 0.6;
  private static final Duration WARM_UP = Duration.ofSeconds(20);
  private static final Duration RUN = Duration.ofSeconds(5);
  private static final byte[] NOTHING = {};

  /** One kind of request and what its answer must hold. */
  private record Kind(String name, byte[] head, byte[] body, String expected) {}

  @Override
  public void run() throws Exception {
    try (var world = new World()) {
      BareServlet.in(world.server);
      var body = ("{\"key\":\"" + world.key + "\"}").getBytes(StandardCharsets.UTF_8);
      var bare = post("bare servlet", BareServlet.PATH, world, body);
      var verify = post("verify-key", "/v1/keys/verify", world, body);
      var noOp =
          new Kind(
              "authenticated no-op",
              HttpConnection.head("GET", "/v1/access/mine", world.key, "", -1),
              NOTHING,
              "permissions");
      for (var kind : new Kind[] {bare, verify, noOp}) {
        run(world, kind, WARM_UP);
      }
      var speed = new double[3][RUNS];
      for (int i = 0; i < RUNS; i++) {
        speed[0][i] = run(world, bare, RUN);
        speed[1][i] = run(world, verify, RUN);
        speed[2][i] = run(world, noOp, RUN);
      }
      double limit = Figure.median(speed[0]);
      print("verify_key", speed[1], limit);
      print("authenticated_no_op", speed[2], limit);
    }
  }

  private static void print(String name, double[] perSecond, double limit) {
    double ours = Figure.median(perSecond);
    Figure.print(name, ours, "requests/s", ours / limit, AIM);
  }

  private static Kind post(String name, String path, World world, byte[] body) {
    return new Kind(
        name,
        HttpConnection.head("POST", path, world.key, "application/json", body.length),
        body,
        "\"valid\":true");
  }

  private static double run(World world, Kind kind, Duration duration) throws Exception {
    var latencies = new Latencies();
    long end = System.nanoTime() + duration.toNanos();
    var result =
        Load.run(
            CONNECTIONS,
            thread -> {
              int done = 0;
              var micros = new int[1 << 10];
              try (var connection = new HttpConnection(world.server.port())) {
                while (System.nanoTime() < end) {
                  long sent = System.nanoTime();
                  var answer = connection.exchange(kind.head(), kind.body());
                  if (!answer.contains(kind.expected())) {
                    throw new IOException("unexpected: " + answer);
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
    Figure.note(
        "%s: %.0f requests/s, p50 %.2f ms, p99 %.2f ms, processor time: server %.1f us, client"
            + " %.1f us",
        kind.name(),
        result.perSecond(),
        latencies.millis(0.50),
        latencies.millis(0.99),
        result.serverMicros(),
        result.clientMicros());
    return result.perSecond();
  }
}
