package dev.freehold.bench;

import dev.freehold.eventstore.Appended;
import dev.freehold.eventstore.Batch;
import dev.freehold.eventstore.Column;
import dev.freehold.eventstore.ColumnType;
import dev.freehold.eventstore.EventStore;
import dev.freehold.eventstore.Query;
import dev.freehold.eventstore.Stream;
import dev.freehold.eventstore.duckdb.DuckDbEventStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What a query of a tenant with 20,000 rows takes in a store of 1,000 such tenants, beside a store
 * that holds nothing else. {@code FREEHOLD_BENCH_TENANTS} measures fewer.
 */
final class SmallTenantBench implements Bench.Benchmark {

  private static final int TENANTS =
      Integer.parseInt(System.getenv().getOrDefault("FREEHOLD_BENCH_TENANTS", "1000"));
  private static final int ROWS_EACH = 20_000;
  private static final int BATCH = 1_000;
  private static final int IN_FLIGHT = 100;
  private static final int RUNS = 101;
  private static final double ALLOWED_MILLIS = 10;
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");

  /** Where a row holds its time. */
  static final int TIME = 4;

  static final Stream STREAM =
      new Stream(
              "bench_events",
              "event_id",
              "occurred_at",
              "user_id",
              List.of(
                  Column.required("event_id", ColumnType.TEXT),
                  Column.required("app_id", ColumnType.UUID),
                  Column.required("type", ColumnType.TEXT),
                  Column.required("user_id", ColumnType.TEXT),
                  Column.required("occurred_at", ColumnType.TIMESTAMP),
                  Column.optional("channel", ColumnType.TEXT),
                  Column.optional("campaign", ColumnType.TEXT),
                  Column.optional("ad_group", ColumnType.TEXT),
                  Column.optional("creative", ColumnType.TEXT),
                  Column.optional("revenue", ColumnType.LONG),
                  Column.optional("properties", ColumnType.TEXT)))
          .sortedBy("occurred_at");

  private static final String QUERY =
      """
      select campaign, count(*), count(distinct user_id), sum(revenue)
      from {bench_events}
      where occurred_at >= ? and occurred_at < ? and type <> 'impression'
      group by campaign order by 2 desc, 1
      """;

  @Override
  public void run() throws IOException {
    var small = UUID.randomUUID();
    var folder = Files.createTempDirectory("freehold-small-tenant");
    try (var alone = DuckDbEventStore.open(folder.resolve("alone"), List.of(STREAM));
        var crowded = DuckDbEventStore.open(folder.resolve("crowded"), List.of(STREAM))) {
      fill(alone, List.of(small));
      var tenants = new ArrayList<>(List.of(small));
      for (int i = 1; i < TENANTS; i++) {
        tenants.add(UUID.randomUUID());
      }
      long start = System.nanoTime();
      fill(crowded, tenants);
      Figure.note(
          "small_tenant: %d rows of %d tenants appended in %.1f s",
          (long) TENANTS * ROWS_EACH, TENANTS, (System.nanoTime() - start) / 1e9);
      compare("small_tenant_as_it_comes", alone, crowded, small);
      start = System.nanoTime();
      crowded.maintain();
      alone.maintain();
      Figure.note("small_tenant: maintained in %.1f s", (System.nanoTime() - start) / 1e9);
      compare("small_tenant_sealed", alone, crowded, small);
    } finally {
      try (var paths = Files.walk(folder)) {
        paths.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(java.io.File::delete);
      }
    }
  }

  /** The same rows for each tenant, in turns, as many tenants send at once. */
  private static void fill(EventStore store, List<UUID> tenants) {
    var events = new BenchEvents();
    var waiting = new ArrayDeque<CompletableFuture<Appended>>();
    var app = UUID.randomUUID();
    for (int first = 0; first < ROWS_EACH; first += BATCH) {
      var rows = new ArrayList<@Nullable Object[]>();
      for (int i = first; i < first + BATCH; i++) {
        rows.add(row(events.event(0, i), app, i));
      }
      for (var tenant : tenants) {
        waiting.add(store.append(tenant, new Batch(STREAM, rows)));
        if (waiting.size() == IN_FLIGHT) {
          waiting.remove().join();
        }
      }
    }
    waiting.forEach(CompletableFuture::join);
  }

  /** Over three months, a little later with each event. */
  static @Nullable Object[] row(BenchEvents.Event event, UUID app, int number) {
    return new @Nullable Object[] {
      event.eventId(),
      app,
      event.type(),
      event.userId(),
      FROM.plusSeconds(number * 388L),
      event.channel(),
      event.campaign(),
      event.adGroup(),
      event.creative(),
      event.revenue(),
      event.properties()
    };
  }

  private static void compare(String figure, EventStore alone, EventStore crowded, UUID tenant) {
    var aloneMillis = new double[RUNS];
    var crowdedMillis = new double[RUNS];
    // In turns, so that a noisy machine disturbs both alike.
    for (int run = 0; run < RUNS; run++) {
      aloneMillis[run] = millis(alone, tenant);
      crowdedMillis[run] = millis(crowded, tenant);
    }
    Arrays.sort(aloneMillis);
    Arrays.sort(crowdedMillis);
    double median = crowdedMillis[RUNS / 2];
    double allowed = 2 * aloneMillis[RUNS / 2] + ALLOWED_MILLIS;
    Figure.note(
        "%s: alone p50 %.1f p99 %.1f ms, among %d tenants p50 %.1f p99 %.1f ms",
        figure,
        aloneMillis[RUNS / 2],
        aloneMillis[RUNS * 99 / 100],
        TENANTS,
        median,
        crowdedMillis[RUNS * 99 / 100]);
    Figure.print(figure, median, "ms", allowed / median, 1.0);
  }

  private static double millis(EventStore store, UUID tenant) {
    long start = System.nanoTime();
    var query = Query.of(QUERY, FROM, FROM.plus(Duration.ofDays(90)));
    if (store.query(tenant, query, LIMIT, row -> row.getLong(2)).isEmpty()) {
      throw new IllegalStateException("the tenant's rows are not there");
    }
    return (System.nanoTime() - start) / 1e6;
  }
}
