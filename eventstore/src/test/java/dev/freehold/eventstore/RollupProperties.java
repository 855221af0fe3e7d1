package dev.freehold.eventstore;

import static dev.freehold.eventstore.Calls.MEASURES;
import static dev.freehold.eventstore.Calls.STREAM;
import static dev.freehold.eventstore.Visits.NOON;
import static dev.freehold.eventstore.Visits.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.eventstore.Calls.Call;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/**
 * Whatever is appended late or twice, corrected, deleted and erased, wherever rows are rolled up,
 * sealed and the store opened again: a question's answer is what its rows say.
 */
public abstract class RollupProperties {

  private static final List<String> CHANGES =
      List.of(
          "append",
          "append",
          "append",
          "append",
          "correct",
          "delete",
          "erase",
          "maintain",
          "reopen");
  private static final List<ZoneId> ZONES =
      List.of(
          ZoneId.of("UTC"),
          ZoneId.of("Asia/Kolkata"),
          ZoneId.of("America/New_York"),
          ZoneId.of("Europe/Berlin"));

  protected abstract EventStore open(Path dir, List<Stream> streams, InstantSource clock);

  /** How many changes are made to one store. */
  protected abstract int steps();

  @Property(tries = 6, shrinking = ShrinkingMode.OFF)
  void anAnswerIsWhatTheRowsSay(@ForAll long seed) throws IOException {
    var dir = Files.createTempDirectory("rollups");
    try (var world = new World(dir, new Random(seed))) {
      for (int step = 0; step < steps(); step++) {
        world.change();
        world.ask();
      }
      world.reconcile();
    } finally {
      delete(dir);
    }
  }

  private static void delete(Path dir) throws IOException {
    try (var paths = Files.walk(dir)) {
      for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }

  /** Two tenants, one store, and what should be in it. */
  private final class World implements AutoCloseable {
    private final Path dir;
    private final Random random;
    private final SettableClock clock = new SettableClock(NOON);
    private final Map<UUID, Map<String, Call>> expected = new LinkedHashMap<>();
    private final List<String> history = new ArrayList<>();
    private EventStore store;

    World(Path dir, Random random) {
      this.dir = dir;
      this.random = random;
      expected.put(OpenedStore.ACME, new LinkedHashMap<>());
      expected.put(OpenedStore.GLOBEX, new LinkedHashMap<>());
      store = open(dir, List.of(STREAM), clock);
    }

    void change() {
      clock.advance(Duration.ofMinutes(random.nextInt(60)));
      int change = random.nextInt(9);
      history.add(CHANGES.get(change));
      switch (change) {
        case 0, 1, 2, 3 -> append();
        case 4 -> correct();
        case 5 -> delete();
        case 6 -> erase();
        case 7 -> store.maintain();
        default -> {
          store.close();
          store = open(dir, List.of(STREAM), clock);
        }
      }
    }

    private void append() {
      var tenant = tenant();
      var calls = new ArrayList<Call>();
      for (int i = random.nextInt(60); i >= 0; i--) {
        calls.add(call("c" + random.nextInt(300)));
      }
      store.append(tenant, Calls.batch(calls)).join();
      var rows = rows(tenant);
      calls.forEach(call -> rows.putIfAbsent(call.id(), call));
    }

    private void correct() {
      var tenant = tenant();
      var calls = new LinkedHashMap<String, Call>();
      for (int i = random.nextInt(20); i >= 0; i--) {
        var call = call("c" + random.nextInt(300));
        calls.put(call.id(), call);
      }
      store.correct(tenant, Calls.batch(List.copyOf(calls.values())));
      rows(tenant).replaceAll((id, old) -> calls.getOrDefault(id, old));
    }

    private void delete() {
      var tenant = tenant();
      var ids = new ArrayList<String>();
      for (int i = random.nextInt(30); i >= 0; i--) {
        ids.add("c" + random.nextInt(300));
      }
      store.delete(tenant, STREAM, ids);
      rows(tenant).keySet().removeAll(ids);
    }

    private void erase() {
      var tenant = tenant();
      var person = "p" + random.nextInt(5);
      store.erase(tenant, STREAM, person);
      rows(tenant).values().removeIf(call -> person.equals(call.person()));
    }

    void ask() {
      for (int i = 0; i < 3; i++) {
        var tenant = tenant();
        var from = time();
        var interval = random.nextInt(6) == 0 ? null : Interval.values()[random.nextInt(5)];
        var dimensions =
            switch (random.nextInt(3)) {
              case 0 -> List.<String>of();
              default -> List.of("model");
            };
        var question =
            Calls.question(
                MEASURES,
                dimensions,
                interval,
                ZONES.get(random.nextInt(ZONES.size())),
                from,
                from.plus(Duration.ofMinutes(1 + random.nextInt(400_000))));
        assertThat(QuestionContract.plain(store.ask(tenant, question, SOON).rows()))
            .as(
                "after %s: %s by %s in %s from %s to %s",
                history,
                question.interval(),
                dimensions,
                question.zone(),
                question.from(),
                question.to())
            .isEqualTo(
                QuestionContract.plain(new Reference(question).answer(rows(tenant).values())));
      }
    }

    void reconcile() {
      store.maintain();
      for (var tenant : expected.keySet()) {
        assertThat(
                store.reconcile(
                    tenant,
                    STREAM,
                    NOON.minus(Duration.ofDays(400)),
                    NOON.plus(Duration.ofDays(9))))
            .isEmpty();
      }
    }

    private Call call(String id) {
      return new Call(
          id,
          time(),
          random.nextInt(6) == 0 ? null : "p" + random.nextInt(5),
          random.nextInt(6) == 0 ? null : "m" + random.nextInt(3),
          random.nextInt(3) == 0 ? null : new UUID(0, random.nextInt(3)),
          random.nextInt(3) == 0 ? null : random.nextBoolean(),
          random.nextInt(6) == 0 ? null : (long) random.nextInt(100) - 30,
          random.nextInt(6) == 0 ? null : random.nextInt(100) / 4.0);
    }

    /** Mostly of today, some of any day of the last 300. */
    private Instant time() {
      return NOON.minus(
          Duration.ofSeconds(random.nextInt(random.nextBoolean() ? 90_000 : 300 * 86_400)));
    }

    private UUID tenant() {
      return random.nextInt(4) == 0 ? OpenedStore.GLOBEX : OpenedStore.ACME;
    }

    private Map<String, Call> rows(UUID tenant) {
      return expected.computeIfAbsent(tenant, _ -> new LinkedHashMap<>());
    }

    @Override
    public void close() {
      store.close();
    }
  }
}
