package dev.freehold.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/** One event per request from 64 connections, each durable before it is answered. */
final class SingleEventsBench implements Bench.Benchmark {

  private static final int CONNECTIONS = 64;
  private static final int RUNS = 3;
  private static final double AIM = 30_000;
  private static final Duration WARM_UP = Duration.ofSeconds(20);
  private static final Duration RUN = Duration.ofSeconds(5);

  private final AtomicInteger runs = new AtomicInteger();

  @Override
  public void run() throws Exception {
    try (var world = new World()) {
      run(world, WARM_UP);
      var perSecond = new double[RUNS];
      for (int i = 0; i < RUNS; i++) {
        perSecond[i] = run(world, RUN);
      }
      double ours = Figure.median(perSecond);
      Figure.print("single_events", ours, "events/s", ours / AIM, 1.0);
    }
  }

  private double run(World world, Duration duration) throws Exception {
    int run = runs.incrementAndGet();
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
                  var body = event(run, thread, done);
                  var head =
                      HttpConnection.head(
                          "POST", "/v1/events", world.key, "application/json", body.length);
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
        "%.0f events/s, p50 %.2f ms, p99 %.2f ms, processor time: server %.1f us, client %.1f us",
        result.perSecond(),
        latencies.millis(0.50),
        latencies.millis(0.99),
        result.serverMicros(),
        result.clientMicros());
    return result.perSecond();
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
