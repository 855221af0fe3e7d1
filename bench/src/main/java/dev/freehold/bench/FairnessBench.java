package dev.freehold.bench;

import dev.freehold.analytics.AnalyticsStreams;
import dev.freehold.eventstore.Appended;
import dev.freehold.eventstore.Batch;
import dev.freehold.eventstore.EventStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What a tenant that sends an event now and then feels of one that floods: the time until its event
 * is durable, alone and beside the flood, in the store itself and over HTTP.
 */
final class FairnessBench implements Bench.Benchmark {

  private static final Duration WARM_UP = Duration.ofSeconds(3);
  private static final Duration RUN = Duration.ofSeconds(8);
  private static final long PAUSE_NANOS = 5_000_000;
  private static final int BATCH = 10_000;

  /** Batches of the flood that wait at once: more than the queue takes. */
  private static final int FLOOD = 60;

  private static final int CONNECTIONS = 16;

  /** Sends one event and waits for it. */
  private interface Sender {
    void send(int number) throws Exception;
  }

  @Override
  public void run() throws Exception {
    try (var world = new World()) {
      var quiet = Tenancy.signUp(world.server, "quiet");
      var store = world.server.bean(EventStore.class);
      Sender toStore =
          number ->
              Appended.await(
                  store.append(quiet.tenant(), new Batch(AnalyticsStreams.EVENTS, rows(1))));
      compare("store", toStore, running -> floodStore(store, world.tenant, running));
      try (var connection = new HttpConnection(world.server.port())) {
        compare(
            "http",
            number -> exchange(connection, quiet.key(), body(1)),
            running -> floodHttp(world, running));
      }
    }
  }

  private interface Flood {
    long pour(AtomicBoolean running) throws Exception;
  }

  private static void compare(String where, Sender sender, Flood flood) throws Exception {
    measure(sender, WARM_UP);
    var alone = measure(sender, RUN);
    var running = new AtomicBoolean(true);
    var poured = new AtomicLong();
    var failure = new CompletableFuture<@Nullable Exception>();
    var flooder =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    poured.set(flood.pour(running));
                    failure.complete(null);
                  } catch (Exception e) {
                    failure.complete(e);
                  }
                });
    measure(sender, WARM_UP);
    long begun = System.nanoTime();
    var beside = measure(sender, RUN);
    double seconds = (System.nanoTime() - begun) / 1e9 + WARM_UP.toSeconds();
    running.set(false);
    flooder.join();
    if (failure.join() != null) {
      throw new IOException("the flood ended early", failure.join());
    }
    Figure.note(
        "%s: quiet alone p50 %.2f ms, p99 %.2f ms; beside a flood of %.0f rows/s p50 %.2f ms, p99"
            + " %.2f ms; p99 %.1f times as long",
        where,
        alone.millis(0.50),
        alone.millis(0.99),
        poured.get() / seconds,
        beside.millis(0.50),
        beside.millis(0.99),
        beside.millis(0.99) / alone.millis(0.99));
  }

  /** An event every five milliseconds, none of which may be refused. */
  private static Latencies measure(Sender sender, Duration duration) throws Exception {
    long end = System.nanoTime() + duration.toNanos();
    var micros = new int[(int) (duration.toNanos() / PAUSE_NANOS) + 1];
    int done = 0;
    while (System.nanoTime() < end && done < micros.length) {
      long sent = System.nanoTime();
      sender.send(done);
      micros[done++] = (int) ((System.nanoTime() - sent) / 1_000);
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    var latencies = new Latencies();
    latencies.add(Arrays.copyOf(micros, done));
    return latencies;
  }

  /** Keeps the queue as full as it gets: what is refused is sent again. */
  private static long floodStore(EventStore store, UUID tenant, AtomicBoolean running) {
    var waiting = new ArrayList<CompletableFuture<Appended>>();
    long accepted = 0;
    while (running.get()) {
      while (waiting.size() < FLOOD) {
        waiting.add(store.append(tenant, new Batch(AnalyticsStreams.EVENTS, rows(BATCH))));
      }
      accepted +=
          waiting.stream()
                  .filter(CompletableFuture::isDone)
                  .filter(done -> !done.isCompletedExceptionally())
                  .count()
              * BATCH;
      waiting.removeIf(CompletableFuture::isDone);
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    CompletableFuture.allOf(waiting.toArray(CompletableFuture[]::new))
        .exceptionally(_ -> null)
        .join();
    return accepted;
  }

  private static long floodHttp(World world, AtomicBoolean running) throws Exception {
    var rows = new AtomicLong();
    var unused =
        Load.perSecond(
            CONNECTIONS,
            _ -> {
              try (var connection = new HttpConnection(world.server.port())) {
                while (running.get()) {
                  exchange(connection, world.key, body(BATCH / 10));
                  rows.addAndGet(BATCH / 10);
                }
              }
              return 0;
            });
    return rows.get();
  }

  private static void exchange(HttpConnection connection, String key, byte[] body)
      throws IOException {
    var head = HttpConnection.head("POST", "/v1/events", key, "application/json", body.length);
    var answer = connection.exchange(head, body);
    if (!answer.contains("\"rejected\":[]")) {
      throw new IOException("not accepted: " + answer);
    }
  }

  private static List<@Nullable Object[]> rows(int count) {
    var rows = new ArrayList<@Nullable Object[]>(count);
    int columns = AnalyticsStreams.EVENTS.columns().size();
    for (int i = 0; i < count; i++) {
      var row = new @Nullable Object[columns];
      row[0] = UUID.randomUUID().toString();
      row[1] = "track";
      row[2] = "opened";
      row[3] = "person-" + i % 1_000;
      row[4] = Instant.now();
      rows.add(row);
    }
    return rows;
  }

  private static byte[] body(int count) {
    var json = new StringBuilder("[");
    for (int i = 0; i < count; i++) {
      json.append(i == 0 ? "" : ",")
          .append("{\"name\":\"opened\",\"person_id\":\"person-")
          .append(i % 1_000)
          .append("\"}");
    }
    return json.append(']').toString().getBytes(StandardCharsets.UTF_8);
  }
}
