package dev.freehold.analytics;

import dev.freehold.analytics.questions.Cohorts;
import dev.freehold.analytics.questions.Questions;
import dev.freehold.eventstore.Batch;
import dev.freehold.eventstore.EventStore;
import dev.freehold.eventstore.Stream;
import dev.freehold.eventstore.duckdb.DuckDbEventStore;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.db.TenantDb;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Events of one tenant in a real event store, and the same in memory for references. */
public final class AnalyticsWorld implements AutoCloseable {

  /** A Monday. The clocks of Berlin go forward on the Sunday before. */
  public static final Instant NOW = Instant.parse("2026-03-30T12:00:00Z");

  public final EventStore store;
  public final List<Fact> facts = new ArrayList<>();
  private final Caller caller = Caller.system(UUID.randomUUID(), "test", "req_test");
  private final LinkedHashMap<String, String> aliases = new LinkedHashMap<>();

  public AnalyticsWorld(Path folder) {
    this(DuckDbEventStore.open(folder, AnalyticsStreams.ALL));
  }

  AnalyticsWorld(EventStore store) {
    this.store = store;
  }

  /** An event as it was sent. */
  public record Fact(
      String id,
      String kind,
      String name,
      String sender,
      Instant at,
      @Nullable String country,
      @Nullable String path,
      @Nullable Double value,
      @Nullable String plan,
      @Nullable String program) {

    public static Fact of(String id, String name, String sender, Instant at) {
      return new Fact(id, "track", name, sender, at, null, null, null, null, null);
    }

    public boolean isTracked() {
      return kind.equals("track");
    }
  }

  public Caller caller() {
    return caller;
  }

  public Questions questions() {
    return new Questions(store, Clock.fixed(NOW, ZoneOffset.UTC));
  }

  /** Without a database: for questions that name no cohort. */
  @SuppressWarnings("NullAway")
  public Cohorts noCohorts() {
    return new Cohorts((TenantDb) null, questions());
  }

  /** Whoever an id turned out to be. */
  public String person(Fact fact) {
    return aliases.getOrDefault(fact.sender(), fact.sender());
  }

  public List<Fact> tracked() {
    return facts.stream().filter(Fact::isTracked).toList();
  }

  /** Random events of few people, names and values, within some days before {@link #NOW}. */
  public AnalyticsWorld fill(long seed, int events, int people, int days) {
    var random = new SplittableRandom(seed);
    var names = List.of("view", "add", "pay", "share");
    var batch = new ArrayList<Fact>();
    for (int i = 0; i < events; i++) {
      // A coarse grid of seconds, so that some events share their moment.
      long back = random.nextLong(days * 86_400L / 20) * 20;
      batch.add(
          new Fact(
              "event-" + seed + "-" + i,
              random.nextInt(20) == 0 ? "identify" : "track",
              names.get(Math.min(random.nextInt(4), random.nextInt(4))),
              "p" + random.nextInt(people),
              NOW.minusSeconds(back + 1),
              one(random, "DE", "AT", "CH", null),
              one(random, "/", "/a", "/b", null),
              random.nextInt(3) == 0 ? null : random.nextInt(1_000) / 8.0,
              one(random, "free", "pro", null),
              one(random, "course", "club", null)));
    }
    add(batch);
    // Once, so that aliases come in the order of their times.
    int wanted = aliases.isEmpty() ? people / 4 : 0;
    for (int i = 0; i < wanted; i++) {
      alias("p" + random.nextInt(people), "p" + random.nextInt(people), NOW.minusSeconds(60 - i));
    }
    return this;
  }

  @SafeVarargs
  private static <T extends @Nullable Object> T one(SplittableRandom random, T... values) {
    return values[random.nextInt(values.length)];
  }

  public void add(List<Fact> batch) {
    facts.addAll(batch);
    var rows = new ArrayList<@Nullable Object[]>();
    for (var fact : batch) {
      rows.add(
          row(
              AnalyticsStreams.EVENTS,
              values(
                  fact,
                  fact.plan() == null
                      ? null
                      : "{\"plan\": \"%s\", \"seats\": 3, \"odd 'key\": true}"
                          .formatted(fact.plan()))));
    }
    append(AnalyticsStreams.EVENTS, rows);
  }

  private static Map<String, @Nullable Object> values(Fact fact, @Nullable String properties) {
    var values = new HashMap<String, @Nullable Object>();
    values.put("event_id", fact.id());
    values.put("kind", fact.kind());
    values.put("name", fact.name());
    values.put("person_id", fact.sender());
    values.put("occurred_at", fact.at());
    values.put("country", fact.country());
    values.put("path", fact.path());
    values.put("value", fact.value());
    values.put("program_id", fact.program());
    values.put("properties", properties);
    return values;
  }

  /** The first alias of an id counts. */
  public void alias(String alias, String person, Instant at) {
    if (!alias.equals(person)) {
      aliases.putIfAbsent(alias, person);
    }
    append(
        AnalyticsStreams.ALIASES,
        List.<@Nullable Object[]>of(
            row(
                AnalyticsStreams.ALIASES,
                Map.of(
                    "alias_id",
                    "alias-" + aliases.size() + "-" + alias + "-" + person + "-" + at,
                    "alias",
                    alias,
                    "person_id",
                    person,
                    "occurred_at",
                    at))));
  }

  private static @Nullable Object[] row(Stream stream, Map<String, @Nullable Object> values) {
    var row = new @Nullable Object[stream.columns().size()];
    for (int i = 0; i < row.length; i++) {
      row[i] = values.get(stream.columns().get(i).name());
    }
    return row;
  }

  private void append(Stream stream, List<@Nullable Object[]> rows) {
    store.append(caller.tenantId(), new Batch(stream, rows)).join();
  }

  @Override
  public void close() {
    store.close();
  }
}
