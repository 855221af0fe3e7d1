package dev.freehold.bench;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Events accepted durably over HTTP in batches of 1,000, beside (a) DuckDB's own appender and (b)
 * PostgreSQL's binary COPY into a table with two indexes, each fed the same rows from memory and
 * committing every 10,000.
 */
final class IngestBench implements Bench.Benchmark {

  static final int ROWS = 300_000;
  static final int COMMIT = 10_000;

  private static final int BATCH = 1_000;
  private static final int CLIENTS = 8;
  private static final int RUNS = 3;

  private final BenchEvents events = new BenchEvents();

  @Override
  public void run() throws Exception {
    try (var world = new World()) {
      http(world, 0);
      var http = new double[RUNS];
      var appender = new double[RUNS];
      var copy = new double[RUNS];
      for (int i = 0; i < RUNS; i++) {
        appender[i] = AppenderPeer.perSecond(world, events, i + 1);
        http[i] = http(world, i + 1);
        copy[i] = CopyPeer.perSecond(world, events, i + 1);
        Figure.note(
            "run %d: http %.0f, appender %.0f, copy %.0f rows/s",
            i + 1, http[i], appender[i], copy[i]);
      }
      double ours = Figure.median(http);
      Figure.print("ingest_to_appender", ours, "events/s", ours / Figure.median(appender), 0.4);
      Figure.print("ingest_to_copy", ours, "events/s", ours / Figure.median(copy), 1.0);
    }
  }

  private double http(World world, int run) throws Exception {
    int batches = ROWS / BATCH;
    var bodies = new byte[batches][];
    for (int i = 0; i < batches; i++) {
      bodies[i] = events.body(world.app.id(), run, i * BATCH, BATCH);
    }
    var next = new AtomicInteger();
    return Load.perSecond(
        CLIENTS,
        thread -> {
          long done = 0;
          try (var connection = new HttpConnection(world.server.port())) {
            for (int i = next.getAndIncrement(); i < batches; i = next.getAndIncrement()) {
              var head =
                  HttpConnection.head(
                      "POST",
                      "/v1/attribution/events",
                      world.key,
                      "application/json",
                      bodies[i].length);
              var answer = connection.exchange(head, bodies[i]);
              if (!answer.contains("\"accepted\":" + BATCH)) {
                throw new IOException("not all accepted: " + answer);
              }
              done += BATCH;
            }
          }
          return done;
        });
  }
}
