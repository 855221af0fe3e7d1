package dev.freehold.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.freehold.eventstore.Appended;
import dev.freehold.eventstore.Batch;
import dev.freehold.eventstore.EventStore;
import dev.freehold.eventstore.Interval;
import dev.freehold.eventstore.Measure;
import dev.freehold.eventstore.Question;
import dev.freehold.eventstore.Stream;
import dev.freehold.eventstore.duckdb.DuckDbEventStore;
import dev.freehold.eventstore.duckdb.DuckDbSettings;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What rollups cost: the same rows into a store without and with two rollups, by turns, each until
 * all is appended and rolled up; nothing is sealed meanwhile. Then how soon a late event is in its
 * bucket. {@code FREEHOLD_BENCH_ROWS} measures fewer rows.
 */
final class RollupBench implements Bench.Benchmark {

  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private static final int ROWS =
      Integer.parseInt(System.getenv().getOrDefault("FREEHOLD_BENCH_ROWS", "3000000"));
  private static final int BATCH = 1_000;
  private static final int IN_FLIGHT = 200;
  private static final int RUNS = 3;
  private static final double MOST_SECONDS = 2;
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final UUID[] TENANTS = {UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID()};

  @Override
  public void run() throws Exception {
    var plain = new double[RUNS];
    var rolled = new double[RUNS];
    var late = new double[RUNS];
    var batches = batches();
    for (int run = 0; run < RUNS; run++) {
      plain[run] = perSecond(UsageShape.PLAIN, batches, new double[1]);
      var seconds = new double[1];
      rolled[run] = perSecond(UsageShape.ROLLED, batches, seconds);
      late[run] = seconds[0];
      Figure.note(
          "rollup: run %d, %.0f rows/s without and %.0f with rollups",
          run, plain[run], rolled[run]);
    }
    double limit = Figure.median(plain);
    Figure.print(
        "rollup_ingest", Figure.median(rolled), "rows/s", Figure.median(rolled) / limit, 0.75);
    double seconds = Figure.median(late);
    Figure.times("rollup_late_event", Arrays.stream(late).map(one -> one * 1_000).toArray());
    Figure.print("rollup_late_event", seconds * 1_000, "ms", MOST_SECONDS / seconds, 1);
  }

  /** As they come in live: of the last five minutes, but one in fifty up to three days late. */
  private static List<List<@Nullable Object[]>> batches() {
    var now = Instant.now();
    var batches = new ArrayList<List<@Nullable Object[]>>();
    for (int first = 0; first < ROWS; first += BATCH) {
      var rows = new ArrayList<@Nullable Object[]>();
      for (int i = first; i < first + BATCH; i++) {
        long age = i % 50 == 0 ? i * 7L % 259_200 : 300 - 300L * i / ROWS + i % 10;
        rows.add(UsageShape.row("e" + i, now.minusSeconds(age), i));
      }
      batches.add(rows);
    }
    return batches;
  }

  private static double perSecond(
      Stream stream, List<List<@Nullable Object[]>> batches, double[] lateSeconds)
      throws IOException {
    var folder = Files.createTempDirectory("freehold-rollup");
    var settings = DuckDbSettings.defaults().withSealing(Integer.MAX_VALUE, Duration.ofDays(1_000));
    try (var store = DuckDbEventStore.open(folder, List.of(stream), settings)) {
      long start = System.nanoTime();
      long processor = PROCESS.getProcessCpuTime();
      var waiting = new ArrayDeque<CompletableFuture<Appended>>();
      for (int i = 0; i < batches.size(); i++) {
        waiting.add(store.append(TENANTS[i % 3], new Batch(stream, batches.get(i))));
        if (waiting.size() == IN_FLIGHT) {
          waiting.remove().join();
        }
      }
      waiting.forEach(CompletableFuture::join);
      double appended = (System.nanoTime() - start) / 1e9;
      // The rest that is not rolled up yet counts as well; compaction does where it was due.
      store.rollUp();
      double all = (System.nanoTime() - start) / 1e9;
      double micros = (PROCESS.getProcessCpuTime() - processor) / 1e3 / ROWS;
      Figure.note(
          "rollup: appended in %.1f s, rolled up after %.1f s, %.2f us of processor time a row",
          appended, all, micros);
      if (!stream.rollups().isEmpty()) {
        lateSeconds[0] = late(store);
      }
      return ROWS / all;
    } finally {
      try (var paths = Files.walk(folder)) {
        paths.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(java.io.File::delete);
      }
    }
  }

  /** From the sending of an event of the day before yesterday until an answer counts it. */
  private static double late(EventStore store) {
    var at = Instant.now().minus(2, ChronoUnit.DAYS).truncatedTo(ChronoUnit.MINUTES);
    var question =
        new Question(
            UsageShape.ROLLED,
            List.of(new Measure.Count()),
            List.of(),
            List.of(),
            at,
            at.plus(1, ChronoUnit.MINUTES),
            Interval.MINUTE,
            ZoneOffset.UTC,
            List.of(),
            10);
    long before = count(store, question);
    long start = System.nanoTime();
    var rows = new ArrayList<@Nullable Object[]>();
    rows.add(UsageShape.row("late", at.plusSeconds(1), 1));
    store.append(TENANTS[0], new Batch(UsageShape.ROLLED, rows)).join();
    while (count(store, question) == before) {
      Thread.onSpinWait();
    }
    return (System.nanoTime() - start) / 1e9;
  }

  private static long count(EventStore store, Question question) {
    var rows = store.ask(TENANTS[0], question, LIMIT).rows();
    var value = rows.isEmpty() ? null : rows.getFirst().values().getFirst();
    return value == null ? 0 : value.longValueExact();
  }
}
