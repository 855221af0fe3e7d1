package dev.freehold.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One event per request from 64 connections, each durable before it is answered; beside the same
 * requests to a servlet that does nothing, which is what this server and this load come to here.
 */
final class SingleEventsBench implements Bench.Benchmark {

  private static final int CONNECTIONS = 64;

  /** Of the load: more would only take the cores from the server. */
  private static final int THREADS = 2;

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
    var expected = path.equals(EVENTS) ? "\"accepted\":1" : "true";
    var heads = new ConcurrentHashMap<Integer, byte[]>();
    long end = System.nanoTime() + duration.toNanos();
    var result =
        Load.run(
            THREADS,
            thread -> {
              try (var connections =
                  new ManyConnections(world.server.port(), CONNECTIONS / THREADS, expected)) {
                var micros =
                    connections.run(
                        end,
                        number -> {
                          var body = event(run, thread, number);
                          var head =
                              heads.computeIfAbsent(
                                  body.length, length -> head(path, world, length));
                          return ByteBuffer.allocate(head.length + body.length)
                              .put(head)
                              .put(body)
                              .flip();
                        });
                latencies.add(micros);
                return micros.length;
              }
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
