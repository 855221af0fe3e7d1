package dev.freehold.bench;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Events accepted durably over HTTP in batches of 1,000, beside (a) DuckDB's own appender and (b)
 * PostgreSQL's binary COPY into a table with two indexes, each fed the same rows from memory and
 * committing every 10,000; and the same while another tenant reads its few events in a loop.
 */
final class IngestBench implements Bench.Benchmark {

  static final int ROWS = 300_000;
  static final int COMMIT = 10_000;

  private static final int BATCH = 1_000;
  private static final int CLIENTS = 8;
  private static final int RUNS = 3;
  private static final byte[] NOTHING = {};

  private final BenchEvents events = new BenchEvents();
  private int runs;

  @Override
  public void run() throws Exception {
    try (var world = new World()) {
      var small = Tenancy.signUp(world.server, "small");
      send(world, small, 0, BATCH);
      http(world);
      var http = new double[RUNS];
      var withReader = new double[RUNS];
      var appender = new double[RUNS];
      var copy = new double[RUNS];
      for (int i = 0; i < RUNS; i++) {
        appender[i] = AppenderPeer.perSecond(world, events, i + 1);
        http[i] = http(world);
        withReader[i] = withReader(world, small);
        copy[i] = CopyPeer.perSecond(world, events, i + 1);
        Figure.note("run %d: appender %.0f, copy %.0f rows/s", i + 1, appender[i], copy[i]);
      }
      double ours = Figure.median(http);
      double beside = Figure.median(withReader);
      Figure.print("ingest_to_appender", ours, "events/s", ours / Figure.median(appender), 0.6);
      Figure.print("ingest_to_copy", ours, "events/s", ours / Figure.median(copy), 1.5);
      Figure.print("ingest_with_reader", beside, "events/s", beside / ours, 0.7);
    }
  }

  private double http(World world) throws Exception {
    var tenancy = new Tenancy(world.tenant, world.key, world.app);
    var result = send(world, tenancy, ++runs, ROWS);
    Figure.note(
        "http: %.0f events/s, processor time per event: server %.2f us, client %.2f us",
        result.perSecond(), result.serverMicros(), result.clientMicros());
    return result.perSecond();
  }

  private double withReader(World world, Tenancy small) throws Exception {
    var ended = new AtomicBoolean();
    try (var executor = Executors.newSingleThreadExecutor()) {
      var reads = CompletableFuture.supplyAsync(() -> readUntil(ended, world, small), executor);
      try {
        double perSecond = http(world);
        ended.set(true);
        Figure.note("beside %d reads of a small tenant", reads.join());
        return perSecond;
      } finally {
        ended.set(true);
      }
    }
  }

  private static int readUntil(AtomicBoolean ended, World world, Tenancy small) {
    var path = "/v1/attribution/events?limit=50&app_id=" + small.app().id();
    var head = HttpConnection.head("GET", path, small.key(), "", -1);
    int reads = 0;
    try (var connection = new HttpConnection(world.server.port())) {
      for (; !ended.get(); reads++) {
        if (!connection.exchange(head, NOTHING).contains("\"event_id\"")) {
          throw new IllegalStateException("the small tenant's events are not there");
        }
      }
      return reads;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private Load.Result send(World world, Tenancy tenancy, int run, int rows) throws Exception {
    int batches = rows / BATCH;
    var bodies = new byte[batches][];
    for (int i = 0; i < batches; i++) {
      bodies[i] = events.body(tenancy.app().id(), run, i * BATCH, BATCH);
    }
    var next = new AtomicInteger();
    var latencies = new Latencies();
    var result =
        Load.run(
            CLIENTS,
            thread -> {
              long done = 0;
              int sent = 0;
              var micros = new int[batches];
              try (var connection = new HttpConnection(world.server.port())) {
                for (int i = next.getAndIncrement(); i < batches; i = next.getAndIncrement()) {
                  var head =
                      HttpConnection.head(
                          "POST",
                          "/v1/attribution/events",
                          tenancy.key(),
                          "application/json",
                          bodies[i].length);
                  long start = System.nanoTime();
                  var answer = connection.exchange(head, bodies[i]);
                  micros[sent++] = (int) ((System.nanoTime() - start) / 1_000);
                  if (!answer.contains("\"accepted\":" + BATCH)) {
                    throw new IOException("not all accepted: " + answer);
                  }
                  done += BATCH;
                }
              }
              latencies.add(Arrays.copyOf(micros, sent));
              return done;
            });
    latencies.print("ingest of a batch");
    return result;
  }
}
