package dev.freehold.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory of a server with 1 GB of heap and 512 MB for the event store's engine, while one
 * tenant sends as usual and another floods it with the largest batches. Every answer must be a 200
 * or a 503 that says when to come back, and the store must hold what was accepted, no row more or
 * less.
 */
final class MemoryBench implements Bench.Benchmark {

  private static final int HEAP_MB = 1024;
  private static final int ENGINE_MB = 512;

  /** Classes, compiled code, stacks, the collector's tables, what the engine does not count. */
  private static final int OTHER_MB = 512;

  private static final int USUAL_CLIENTS = 8;
  private static final int USUAL_BATCH = 1_000;
  private static final int FLOODING_CLIENTS = 32;
  private static final int FLOODING_BATCH = 10_000;
  private static final Duration RUN = Duration.ofSeconds(40);
  private static final double MB = 1 << 20;

  private final BenchEvents events = new BenchEvents();
  private final AtomicInteger runs = new AtomicInteger();
  private final AtomicLong refused = new AtomicLong();
  private final List<AtomicLong> accepted = List.of(new AtomicLong(), new AtomicLong());

  @Override
  public void run() throws Exception {
    try (var child =
        new Child("-Xmx" + HEAP_MB + "m", "-Dfreehold.events.memory=" + ENGINE_MB + "MB")) {
      long end = System.nanoTime() + RUN.toNanos();
      var result =
          Load.run(
              USUAL_CLIENTS + FLOODING_CLIENTS,
              thread ->
                  thread < USUAL_CLIENTS
                      ? send(child, 0, USUAL_BATCH, end)
                      : send(child, 1, FLOODING_BATCH, end));
      double peak = child.peakBytes() / MB;
      var counts = child.counts();
      Figure.note(
          "%.0f events/s accepted, %d batches refused for now, %d and %d events kept",
          result.perSecond(), refused.get(), counts.get(0), counts.get(1));
      for (int i = 0; i < accepted.size(); i++) {
        if (counts.get(i) != accepted.get(i).get()) {
          throw new IOException(
              "accepted " + accepted.get(i).get() + " events, but kept " + counts.get(i));
        }
      }
      double bound = HEAP_MB + ENGINE_MB + OTHER_MB;
      Figure.print("memory", peak, "MB", bound / peak, 1.0);
    }
  }

  private long send(Child child, int tenant, int batch, long end) throws IOException {
    long done = 0;
    var to = child.tenants.get(tenant);
    try (var connection = new HttpConnection(child.port)) {
      while (System.nanoTime() < end) {
        var body = events.body(to.app(), runs.incrementAndGet(), 0, batch);
        var head =
            HttpConnection.head(
                "POST", "/v1/attribution/events", to.key(), "application/json", body.length);
        var answer = connection.send(head, body);
        switch (answer.status()) {
          case 200 -> {
            if (!answer.body().contains("\"accepted\":" + batch)) {
              throw new IOException("not all accepted: " + answer.body());
            }
            accepted.get(tenant).addAndGet(batch);
            done += batch;
          }
          case 503 -> {
            if (!answer.saysWhenToRetry()) {
              throw new IOException("refused without Retry-After: " + answer.body());
            }
            refused.incrementAndGet();
          }
          default -> throw new IOException(answer.status() + " " + answer.body());
        }
      }
    }
    return done;
  }
}
