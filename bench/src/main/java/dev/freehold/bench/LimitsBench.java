package dev.freehold.bench;

import dev.freehold.accounts.limits.Quota;
import dev.freehold.server.RunningServer;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * What counting costs a request that is answered from memory, beside the same server with limits
 * switched off; and how many requests two nodes that count in one Redis let in beyond a quota.
 */
final class LimitsBench implements Bench.Benchmark {

  private static final int CONNECTIONS = 16;
  private static final int RUNS = 9;
  private static final double COST_AIM = 0.97;
  private static final Duration WARM_UP = Duration.ofSeconds(15);
  private static final Duration RUN = Duration.ofSeconds(4);
  private static final long QUOTA = 20_000;
  private static final Path REDIS = Path.of("/usr/bin/redis-server");

  @Override
  public void run() throws Exception {
    try (var world = new World()) {
      try (var off = node(world, Map.of("freehold.limits.enabled", "false"))) {
        cost(world, off);
      }
      if (Files.isExecutable(REDIS)) {
        twoNodes(world);
      } else {
        Figure.note("%s is missing: two nodes were not measured", REDIS);
      }
    }
  }

  private static RunningServer node(World world, Map<String, Object> more) throws IOException {
    var settings =
        RevocationBench.secondNode(world, Files.createTempDirectory("freehold-bench-node"));
    settings.putAll(more);
    return RunningServer.start(settings);
  }

  private static void cost(World world, RunningServer off) throws Exception {
    int[] ports = {off.port(), world.server.port()};
    for (int port : ports) {
      load(port, world.key, WARM_UP);
    }
    var speed = new double[2][RUNS];
    var micros = new double[2][RUNS];
    for (int run = 0; run < RUNS; run++) {
      for (int i = 0; i < 2; i++) {
        // In turns, and each first as often, for what else runs here disturbs both.
        int which = (run + i) % 2;
        var result = load(ports[which], world.key, RUN);
        speed[which][run] = result.perSecond();
        micros[which][run] = result.serverMicros();
      }
    }
    Figure.note(
        "without limits %.0f requests/s, %.2f us of the server's processor time; with four windows"
            + " %.0f requests/s, %.2f us",
        Figure.median(speed[0]),
        Figure.median(micros[0]),
        Figure.median(speed[1]),
        Figure.median(micros[1]));
    double ours = Figure.median(speed[1]);
    Figure.print("limits_cost", ours, "requests/s", ours / Figure.median(speed[0]), COST_AIM);
    double time = Figure.median(micros[1]);
    Figure.print(
        "limits_cost_processor", time, "us/request", Figure.median(micros[0]) / time, COST_AIM);
  }

  private static Load.Result load(int port, String key, Duration duration) throws Exception {
    var body = ("{\"key\":\"" + key + "\"}").getBytes(StandardCharsets.UTF_8);
    var head = HttpConnection.head("POST", "/v1/keys/verify", key, "application/json", body.length);
    long end = System.nanoTime() + duration.toNanos();
    return Load.run(
        CONNECTIONS,
        _ -> {
          int done = 0;
          try (var connection = new HttpConnection(port)) {
            while (System.nanoTime() < end) {
              connection.exchange(head, body);
              done++;
            }
          }
          return done;
        });
  }

  private static void twoNodes(World world) throws Exception {
    int port = freePort();
    var redis =
        new ProcessBuilder(
                REDIS.toString(), "--port", "" + port, "--bind", "127.0.0.1", "--save", "")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    Map<String, Object> shared = Map.of("freehold.redis.url", "redis://127.0.0.1:" + port);
    try (var first = node(world, shared);
        var second = node(world, shared)) {
      Tenancy.limit(world.server, world.tenant, new Quota(null, null, null, QUOTA));
      long admitted = admitted(world.key, first.port(), second.port());
      Figure.note(
          "two nodes let in %d requests of a quota of %d: %d too many",
          admitted, QUOTA, admitted - QUOTA);
      Figure.print(
          "limits_two_nodes", admitted, "requests", QUOTA / (double) Math.max(admitted, 1), 1.0);
    } finally {
      redis.destroy();
      redis.waitFor();
    }
  }

  /** Sends to both nodes at once, twice as much as the quota. */
  private static long admitted(String key, int... ports) throws Exception {
    var body = ("{\"key\":\"" + key + "\"}").getBytes(StandardCharsets.UTF_8);
    var head = HttpConnection.head("POST", "/v1/keys/verify", key, "application/json", body.length);
    var admitted = new java.util.concurrent.atomic.AtomicLong();
    var unused =
        Load.perSecond(
            CONNECTIONS,
            thread -> {
              try (var connection = new HttpConnection(ports[thread % ports.length])) {
                for (int i = 0; i < 2 * QUOTA / CONNECTIONS; i++) {
                  if (connection.send(head, body).status() == 200) {
                    admitted.incrementAndGet();
                  }
                }
              }
              return 2 * QUOTA / CONNECTIONS;
            });
    return admitted.get();
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
