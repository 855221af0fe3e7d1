package dev.freehold.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One event per request from 64 connections, each durable before it is answered; beside the same
 * requests to a servlet that does nothing, which is what this server and this load come to here.
 */
final class SingleEventsBench implements Bench.Benchmark {

  private static final int CONNECTIONS = 64;
  private static final int RUNS = 3;
  private static final int CORES = Runtime.getRuntime().availableProcessors();
  private static final double AIM = 30_000;
  private static final String EVENTS = "/v1/events";
  private static final Duration WARM_UP = Duration.ofSeconds(40);
  private static final Duration BARE_WARM_UP = Duration.ofSeconds(8);
  private static final Duration RUN = Duration.ofSeconds(5);

  private final AtomicInteger runs = new AtomicInteger();

  @Override
  public void run() throws Exception {
    try (var world = new World()) {
      BareServlet.in(world.server);
      run(world, BareServlet.PATH, BARE_WARM_UP);
      run(world, EVENTS, WARM_UP);
      var perSecond = new double[RUNS];
      var bare = new double[RUNS];
      for (int i = 0; i < RUNS; i++) {
        bare[i] = run(world, BareServlet.PATH, RUN);
        perSecond[i] = run(world, EVENTS, RUN);
      }
      double ours = Figure.median(perSecond);
      double limit = Figure.median(bare);
      Figure.note("%.2f of what a servlet that does nothing comes to: %.0f/s", ours / limit, limit);
      Figure.print("single_events", ours, "events/s", ours / AIM, 1.0);
    }
  }

  private double run(World world, String path, Duration duration) throws Exception {
    int run = runs.incrementAndGet();
    var latencies = new Latencies();
    var heads = new ConcurrentHashMap<Integer, byte[]>();
    long end = System.nanoTime() + duration.toNanos();
    var result =
        Load.run(
            CONNECTIONS,
            thread -> {
              int done = 0;
              var micros = new int[1 << 10];
              try (var connection = new HttpConnection(world.server.port())) {
                while (System.nanoTime() < end) {
                  var body = event(run, thread, done);
                  var head =
                      heads.computeIfAbsent(body.length, length -> head(path, world, length));
                  long sent = System.nanoTime();
                  var answer = connection.exchange(head, body);
                  if (!answer.contains("\"accepted\":1")) {
                    throw new IOException("not accepted: " + answer);
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
        "%s: %.0f requests/s, p50 %.2f ms, p99 %.2f ms; processor time of one: server %.1f us, client"
            + " %.1f us, so %d cores could do %.0f/s",
        path,
        result.perSecond(),
        latencies.millis(0.50),
        latencies.millis(0.99),
        result.serverMicros(),
        result.clientMicros(),
        CORES,
        CORES * 1e6 / (result.serverMicros() + result.clientMicros()));
    return result.perSecond();
  }

  private static byte[] head(String path, World world, int length) {
    return HttpConnection.head("POST", path, world.key, "application/json", length);
  }

  private static byte[] event(int run, int thread, int number) {
    var json =
        "{\"event_id\":\"s"
            + run
            + "-"
            + thread
            + "-"
            + number
            + "\",\"kind\":\"track\",\"name\":"
            + "\"clicked\",\"person_id\":\"user-"
            + number % 1000
            + "\",\"occurred_at\":\""
            + Instant.now()
            + "\",\"properties\":{\"screen\":\"1280x720\",\"ab\":\"b\"}}";
    return json.getBytes(StandardCharsets.UTF_8);
  }
}
