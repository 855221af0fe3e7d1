package dev.freehold.bench;

import dev.freehold.eventstore.Batch;
import dev.freehold.eventstore.EventStore;
import dev.freehold.eventstore.clickhouse.ClickHouseEventStore;
import dev.freehold.eventstore.clickhouse.ClickHouseSettings;
import dev.freehold.eventstore.duckdb.DuckDbEventStore;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that a sealed row takes, beside ClickHouse with the tables that the store makes there,
 * merged as far as it merges. Runs in Freehold's folder, with {@code npm ci} done in {@code
 * e2e/clickhouse}.
 */
final class ColdSizeBench implements Bench.Benchmark {

  private static final int ROWS = 1_000_000;
  private static final int BATCH = 10_000;
  private static final Path SERVER = Path.of("e2e", "clickhouse", "server.mjs");

  private final UUID tenant = UUID.randomUUID();

  @Override
  public void run() throws Exception {
    var folder = Files.createTempDirectory("freehold-cold-size");
    try {
      double ours = sealed(folder.resolve("events"));
      double theirs = clickHouse(folder.resolve("clickhouse"));
      Figure.note("cold_size: ours %.1f, ClickHouse %.1f bytes a row; aim at most 1", ours, theirs);
      Figure.print("cold_size", ours, "bytes/row", ours / theirs, 1.0);
    } finally {
      try (var paths = Files.walk(folder)) {
        paths.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(java.io.File::delete);
      }
    }
  }

  private double sealed(Path folder) throws IOException {
    try (var store = DuckDbEventStore.open(folder, List.of(SmallTenantBench.STREAM))) {
      fill(store);
      store.maintain();
    }
    try (var files = Files.walk(folder)) {
      long bytes =
          files
              .filter(file -> file.toString().endsWith(".parquet"))
              .mapToLong(file -> file.toFile().length())
              .sum();
      return (double) bytes / ROWS;
    }
  }

  private double clickHouse(Path folder) throws IOException, InterruptedException {
    var process =
        new ProcessBuilder("node", SERVER.toString(), Files.createDirectories(folder).toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      var line = process.inputReader().readLine();
      if (line == null) {
        throw new IOException("ClickHouse did not start; run npm ci in e2e/clickhouse");
      }
      int port = Integer.parseInt(line.substring("listening ".length()));
      var address = "clickhouse://127.0.0.1:" + port + "/bench";
      try (var store =
          ClickHouseEventStore.open(
              ClickHouseSettings.of(address), List.of(SmallTenantBench.STREAM))) {
        fill(store);
        store.maintain();
        var table = "bench." + SmallTenantBench.STREAM.name();
        ask(port, "optimize table " + table + " final");
        return Double.parseDouble(
                ask(
                    port,
                    "select sum(bytes_on_disk) from system.parts where active and database = 'bench'"
                        + " and table = '"
                        + SmallTenantBench.STREAM.name()
                        + "' format TSV"))
            / ROWS;
      }
    } finally {
      process.destroyForcibly();
    }
  }

  private static String ask(int port, String sql) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
            .POST(HttpRequest.BodyPublishers.ofString(sql))
            .build();
    var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException(answer.body());
    }
    return answer.body().strip();
  }

  private void fill(EventStore store) {
    var events = new BenchEvents();
    var app = new UUID(1, 1);
    for (int first = 0; first < ROWS; first += BATCH) {
      var rows = new ArrayList<@Nullable Object[]>();
      for (int i = first; i < first + BATCH; i++) {
        var event = events.event(0, i);
        var row = SmallTenantBench.row(event, app, i);
        row[SmallTenantBench.TIME] = event.occurredAt();
        rows.add(row);
      }
      store.append(tenant, new Batch(SmallTenantBench.STREAM, rows)).join();
    }
  }
}
