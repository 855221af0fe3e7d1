package dev.freehold.bench;

import dev.freehold.eventstore.EventStore;
import dev.freehold.eventstore.Interval;
import dev.freehold.eventstore.Measure;
import dev.freehold.eventstore.Measure.Distinct;
import dev.freehold.eventstore.Measure.Sum;
import dev.freehold.eventstore.Query;
import dev.freehold.eventstore.Question;
import dev.freehold.eventstore.Stream;
import dev.freehold.eventstore.Tiers;
import dev.freehold.eventstore.duckdb.DuckDbEventStore;
import dev.freehold.eventstore.duckdb.DuckDbSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/**
 * Charts of 7, 90 and 365 days over 100 million events of a year, from rollups and from rows. The
 * rows are made by SQL in the store's closed file, because appending them is not what is measured;
 * the rollups are filled from them by the store itself, as for any rollup that is added later. The
 * rows stay hot. {@code FREEHOLD_BENCH_ROWS} measures fewer.
 */
final class DashboardBench implements Bench.Benchmark {

  private static final long ROWS =
      Long.parseLong(System.getenv().getOrDefault("FREEHOLD_BENCH_ROWS", "100000000"));
  private static final Stream ROLLED =
      UsageShape.PLAIN
          .kept(new Tiers(null, Period.ofDays(7), Period.ofDays(400), null, null))
          .rolledUp("total", List.of(), new Sum("tokens"), new Distinct("user_id"))
          .rolledUp("by_model", List.of("model"), new Sum("tokens"), new Distinct("user_id"));
  private static final int RUNS = 51;
  private static final int RAW_RUNS = 3;
  private static final double MOST_MILLIS = 20;
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final UUID TENANT = UUID.randomUUID();
  private static final Instant TO =
      LocalDate.now(ZoneOffset.UTC).atStartOfDay().toInstant(ZoneOffset.UTC);
  private static final Instant FROM = TO.minus(Duration.ofDays(365));

  @Override
  public void run() throws IOException, SQLException {
    var folder = Files.createTempDirectory("freehold-dashboard");
    var settings = DuckDbSettings.defaults().withSealing(Integer.MAX_VALUE, Duration.ofDays(9_999));
    try {
      DuckDbEventStore.open(folder, List.of(UsageShape.PLAIN), settings).close();
      long start = System.nanoTime();
      fill(folder);
      Figure.note("dashboard: %d rows made in %.0f s", ROWS, (System.nanoTime() - start) / 1e9);
      start = System.nanoTime();
      try (var store = DuckDbEventStore.open(folder, List.of(ROLLED), settings)) {
        store.maintain();
        double seconds = (System.nanoTime() - start) / 1e9;
        Figure.note("dashboard: rolled up in %.0f s, %.0f rows/s", seconds, ROWS / seconds);
        measure(store, "7_days", 7, Interval.HOUR, "UTC");
        measure(store, "90_days", 90, Interval.DAY, "UTC");
        measure(store, "365_days", 365, Interval.DAY, "UTC");
        measure(store, "365_days_berlin", 365, Interval.DAY, "Europe/Berlin");
      }
    } finally {
      try (var paths = Files.walk(folder)) {
        paths.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(java.io.File::delete);
      }
    }
  }

  /** Received a second after they occurred, which is long enough ago that no id is remembered. */
  private static void fill(Path folder) throws SQLException {
    var file = folder.resolve("events_000001.duckdb");
    try (var connection = DriverManager.getConnection("jdbc:duckdb:" + file);
        var statement = connection.createStatement()) {
      statement.execute(
          """
          insert into bench_usage by name
          select '%s'::uuid as tenant_id, 'e' || i as event_id,
            make_timestamp(%d + (i * %f)::bigint) as occurred_at,
            ('01980000-0000-7000-0000-0000000000' || (10 + hash(i) %% %d))::uuid as project_id,
            'model-' || (hash(i + 1) %% %d) as model,
            case when hash(i) %% 50 = 0 then 'error' else 'ok' end as status,
            'user-' || (hash(i + 2) %% %d) as user_id,
            (hash(i + 3) %% 4000)::bigint as tokens, (hash(i + 4) %% 3000)::bigint as latency,
            make_timestamp(%d + (i * %f)::bigint) - interval 30 day as received_at
          from range(%d) t(i)
          """
              .formatted(
                  TENANT,
                  FROM.getEpochSecond() * 1_000_000,
                  365 * 86_400e6 / ROWS,
                  UsageShape.PROJECTS,
                  UsageShape.MODELS,
                  UsageShape.USERS,
                  FROM.getEpochSecond() * 1_000_000,
                  365 * 86_400e6 / ROWS,
                  ROWS));
      statement.execute("checkpoint");
    }
  }

  private static void measure(
      EventStore store, String name, int days, Interval interval, String zone) {
    var from = TO.minus(Duration.ofDays(days));
    var question =
        new Question(
            ROLLED,
            List.of(
                new Measure.Count(), new Measure.Sum("tokens"), new Measure.Distinct("user_id")),
            List.of(),
            List.of(),
            from,
            TO,
            interval,
            ZoneId.of(zone),
            List.of(),
            Question.MAX_ROWS);
    var rolled = new double[RUNS];
    for (int run = 0; run < RUNS; run++) {
      long start = System.nanoTime();
      store.ask(TENANT, question, LIMIT);
      rolled[run] = (System.nanoTime() - start) / 1e6;
    }
    var sources = store.ask(TENANT, question, LIMIT).sources();
    var raw = new double[RAW_RUNS];
    for (int run = 0; run < RAW_RUNS; run++) {
      long start = System.nanoTime();
      store.query(TENANT, rows(question, interval), LIMIT, row -> row.getLong(2));
      raw[run] = (System.nanoTime() - start) / 1e6;
    }
    double millis = Figure.median(rolled);
    Figure.note(
        "dashboard: %s from %s p50 %.1f ms, from rows %.0f ms, %.0f times as long",
        name, sources, millis, Figure.median(raw), Figure.median(raw) / millis);
    Figure.times("dashboard_" + name, rolled);
    Figure.print("dashboard_" + name, millis, "ms", MOST_MILLIS / millis, 1);
  }

  /** The same over rows, in UTC. */
  private static Query rows(Question question, Interval interval) {
    return Query.of(
        """
        select date_trunc('%s', occurred_at), count(*), sum(tokens), count(distinct user_id)
        from {bench_usage}
        where occurred_at >= ? and occurred_at < ?
        group by 1 order by 1
        """
            .formatted(interval.name().toLowerCase(java.util.Locale.ROOT)),
        question.from(),
        question.to());
  }
}
