package dev.freehold.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Lists the benchmarks, or runs the ones that are named. */
public final class Bench {

  /** A measurement that prints its figures. */
  interface Benchmark {
    void run() throws Exception;
  }

  private record Entry(String about, Benchmark benchmark) {}

  private Bench() {}

  public static void main(String[] names) throws Exception {
    var benchmarks = benchmarks();
    if (names.length == 0) {
      benchmarks.forEach((name, entry) -> System.out.printf("%-14s %s%n", name, entry.about()));
      return;
    }
    if (names[0].equals(Child.NAME)) {
      Child.serve();
      System.exit(0);
    }
    for (var name : names) {
      var entry = benchmarks.get(name);
      if (entry == null) {
        System.err.printf("there is no benchmark %s; known are %s%n", name, benchmarks.keySet());
        System.exit(2);
        return;
      }
      measure(name, entry.benchmark());
    }
    System.exit(0);
  }

  /** Prints besides how much memory the stores had, and whatever else is in this process. */
  private static void measure(String name, Benchmark benchmark) throws Exception {
    boolean told = Files.isWritable(Path.of("/proc/self/clear_refs"));
    if (told) {
      Memory.forgetPeak();
    }
    benchmark.run();
    if (told) {
      Figure.note(
          "%s: at most %.0f MB of memory in this process, peers and load included",
          name, Memory.peakBytes(ProcessHandle.current().pid()) / Memory.MB);
    }
  }

  private static Map<String, Entry> benchmarks() {
    var benchmarks = new LinkedHashMap<String, Entry>();
    benchmarks.put(
        "ingest",
        new Entry(
            "durable events/s over HTTP, beside DuckDB's appender and PostgreSQL's COPY",
            new IngestBench()));
    benchmarks.put(
        "small-tenant",
        new Entry(
            "a query of 20,000 rows among 20 million of 1,000 tenants, beside a store of its own",
            new SmallTenantBench()));
    benchmarks.put(
        "single-events",
        new Entry("one durable event per request, from 64 connections", new SingleEventsBench()));
    benchmarks.put(
        "cold-size",
        new Entry("bytes a sealed row, beside ClickHouse's on the same rows", new ColdSizeBench()));
    benchmarks.put(
        "fairness",
        new Entry(
            "what a quiet tenant feels of one that floods: p50 and p99 beside those alone",
            new FairnessBench()));
    benchmarks.put(
        "rollup",
        new Entry(
            "rows/s with rollups beside the same without, and a late event in its bucket",
            new RollupBench()));
    benchmarks.put(
        "dashboard",
        new Entry(
            "charts of 7, 90 and 365 days over 100 million events, beside scanning rows",
            new DashboardBench()));
    benchmarks.put(
        "memory",
        new Entry(
            "memory of a server with 1 GB of heap that is flooded; nothing accepted is lost",
            new MemoryBench()));
    benchmarks.put(
        "credit",
        new Entry(
            "five models over 10 million touches, beside one statement written by hand",
            new CreditBench()));
    benchmarks.put(
        "funnel",
        new Entry(
            "a funnel of 4 steps over 20 million events, beside statements written by hand",
            new FunnelBench()));
    benchmarks.put(
        "limits",
        new Entry(
            "what counting requests costs, and how many two nodes let in beyond a quota",
            new LimitsBench()));
    benchmarks.put(
        "read",
        new Entry(
            "one row through the whole stack, beside bare JDBC in three trips", new ReadBench()));
    benchmarks.put(
        "verify-key",
        new Entry(
            "verifying a key from 32 connections, beside a bare servlet of the same server",
            new VerifyKeyBench()));
    benchmarks.put(
        "revocation",
        new Entry("how long a revoked key goes on working on another node", new RevocationBench()));
    benchmarks.put(
        "timing",
        new Entry(
            "whether the time of a 404 tells another tenant's id from a missing one",
            new TimingBench()));
    benchmarks.put(
        "tenant-scope",
        new Entry(
            "reads under row security, beside the same without policies", new TenantScopeBench()));
    return benchmarks;
  }
}
