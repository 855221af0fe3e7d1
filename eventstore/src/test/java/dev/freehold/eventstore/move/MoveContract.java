package dev.freehold.eventstore.move;

import static dev.freehold.eventstore.Calls.STREAM;
import static dev.freehold.eventstore.Calls.batch;
import static dev.freehold.eventstore.Visits.NOON;
import static dev.freehold.eventstore.Visits.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.freehold.eventstore.Answer;
import dev.freehold.eventstore.Batch;
import dev.freehold.eventstore.Calls;
import dev.freehold.eventstore.Calls.Call;
import dev.freehold.eventstore.EventStore;
import dev.freehold.eventstore.EventStoreUnavailable;
import dev.freehold.eventstore.Interval;
import dev.freehold.eventstore.Measure;
import dev.freehold.eventstore.MovableStore;
import dev.freehold.eventstore.Query;
import dev.freehold.eventstore.Question;
import dev.freehold.eventstore.Retention;
import dev.freehold.eventstore.SettableClock;
import dev.freehold.eventstore.Stream;
import dev.freehold.eventstore.Tiers;
import dev.freehold.eventstore.duckdb.DuckDbEventStore;
import dev.freehold.eventstore.duckdb.DuckDbSettings;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What holds for a move from DuckDB to any engine. */
@Timeout(180)
abstract class MoveContract {

  private static final UUID ACME = new UUID(0x0198_0000_0000_7000L, 1);
  private static final UUID GLOBEX = new UUID(0x0198_0000_0000_7000L, 2);
  private static final String OLD = "duckdb";

  @TempDir private Path dir;
  private final SettableClock clock = new SettableClock(NOON);

  /** The address of an empty store. */
  abstract String fresh();

  /** Opens the store at an address. */
  abstract MovableStore open(String address, List<Stream> streams, SettableClock clock);

  private LiveStore live(Stream stream) {
    return live(stream, _ -> {});
  }

  /**
   * @param beforeComparing is given the new store when a move is about to compare
   */
  private LiveStore live(Stream stream, Consumer<MovableStore> beforeComparing) {
    return LiveStore.open(
        OLD,
        dir.resolve("state"),
        address -> {
          if (address.equals(OLD)) {
            return DuckDbEventStore.open(
                dir.resolve("old"),
                List.of(stream),
                DuckDbSettings.defaults().withClock(clock),
                Retention.DECLARED);
          }
          return watched(open(address, List.of(stream), clock), beforeComparing);
        },
        List.of(stream),
        Retention.DECLARED,
        clock);
  }

  /** The store itself, with something done before its first comparison. */
  private static MovableStore watched(MovableStore store, Consumer<MovableStore> beforeComparing) {
    var once = new AtomicBoolean();
    return (MovableStore)
        Proxy.newProxyInstance(
            MoveContract.class.getClassLoader(),
            new Class<?>[] {MovableStore.class},
            (_, method, arguments) -> {
              if (method.getName().equals("totals") && once.compareAndSet(false, true)) {
                beforeComparing.accept(store);
              }
              try {
                return method.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  static void awaitEnd(LiveStore store) {
    while (store.status().running()) {
      LockSupport.parkNanos(5_000_000);
    }
  }

  private static Call call(String id, String person, long tokens) {
    return Call.of(id, NOON, person, "small", tokens);
  }

  private static List<String> ids(EventStore store, UUID tenant) {
    return store.query(
        tenant, Query.of("select id from {calls} order by id"), SOON, row -> row.getString(1));
  }

  @Test
  void everyEventIsThereOnceHoweverMuchGoesOnDuringTheMove() throws Exception {
    var to = fresh();
    var answered = new ConcurrentLinkedQueue<String>();
    var deleted = new ConcurrentLinkedQueue<String>();
    try (var store = live(STREAM)) {
      for (int i = 0; i < 20; i++) {
        store.append(ACME, batch(List.of(call("first-" + i, "eve", 1)))).join();
      }
      store.append(GLOBEX, batch(List.of(call("theirs", "bob", 5)))).join();
      store.maintain();

      var ended = new AtomicBoolean();
      var writers = new ArrayList<Thread>();
      for (int w = 0; w < 3; w++) {
        int writer = w;
        writers.add(Thread.ofVirtual().start(() -> write(store, writer, ended, answered, deleted)));
      }
      store.move(to);
      store.erase(ACME, STREAM, "eve");
      awaitEnd(store);
      assertThat(store.status().step()).isEqualTo("moved");
      int before = answered.size();
      while (answered.size() < before + 30) {
        LockSupport.parkNanos(1_000_000);
      }
      ended.set(true);
      for (var writer : writers) {
        writer.join();
      }
      assertHolds(store, answered, deleted);
      assertThatThrownBy(() -> store.move(to)).isInstanceOf(IllegalArgumentException.class);
    }
    // The settings still name the old store.
    try (var store = live(STREAM)) {
      assertHolds(store, answered, deleted);
      var again = batch(List.of(call("theirs", "bob", 5), call("new", "bob", 7)));
      assertThat(store.append(GLOBEX, again).join().duplicates().stream()).containsExactly(0);
    }
    try (var old =
        DuckDbEventStore.open(
            dir.resolve("old"), List.of(STREAM), DuckDbSettings.defaults().withClock(clock))) {
      assertThat(ids(old, GLOBEX)).containsExactly("theirs");
    }
  }

  /** Appends, corrects and deletes, again when it is refused, as a client does. */
  private static void write(
      EventStore store,
      int writer,
      AtomicBoolean ended,
      Queue<String> answered,
      Queue<String> deleted) {
    for (int i = 0; !ended.get(); i++) {
      var id = "w" + writer + "-" + i;
      append(store, ACME, call(id, "ann", 1));
      if (i % 7 == 3) {
        store.delete(ACME, STREAM, List.of(id));
        deleted.add(id);
      } else {
        if (i % 7 == 5) {
          store.correct(ACME, batch(List.of(call(id, "ann", 10))));
        }
        answered.add(id);
      }
    }
  }

  private static void append(EventStore store, UUID tenant, Call call) {
    while (true) {
      try {
        store.append(tenant, batch(List.of(call))).join();
        return;
      } catch (CompletionException e) {
        assertThat(e).hasCauseInstanceOf(EventStoreUnavailable.class);
        LockSupport.parkNanos(1_000_000);
      }
    }
  }

  private void assertHolds(EventStore store, Queue<String> answered, Queue<String> deleted) {
    assertThat(ids(store, ACME)).containsExactlyInAnyOrderElementsOf(answered);
    assertThat(ids(store, ACME)).doesNotContainAnyElementsOf(deleted);
    long tokens =
        answered.stream()
            .mapToLong(id -> Long.parseLong(id.substring(id.indexOf('-') + 1)) % 7 == 5 ? 10 : 1)
            .sum();
    var sum = ask(store, ACME, STREAM, List.of(new Measure.Sum("tokens")), null).rows();
    assertThat(sum.getFirst().values().getFirst()).isEqualByComparingTo(String.valueOf(tokens));
    assertThat(ids(store, GLOBEX)).containsExactly("theirs");
    assertThat(
            store.reconcile(
                ACME, STREAM, NOON.minus(Duration.ofDays(2)), NOON.plus(Duration.ofDays(2))))
        .isEmpty();
  }

  private static Answer ask(
      EventStore store,
      UUID tenant,
      Stream stream,
      List<Measure> measures,
      @Nullable Interval interval) {
    return store.ask(
        tenant,
        new Question(
            stream,
            measures,
            List.of(),
            List.of(),
            Instant.parse("2024-01-01T00:00:00Z"),
            Instant.parse("2027-01-01T00:00:00Z"),
            interval,
            ZoneId.of("UTC"),
            List.of(),
            10_000),
        SOON);
  }

  @Test
  void sumsOfEventsThatAreNotKeptAnyMoreMove() {
    var stream =
        STREAM.kept(new Tiers(Period.ofDays(30), Period.ofDays(7), Period.ofDays(400), null, null));
    var rows = new ArrayList<Call>();
    for (int i = 0; i < 3_000; i++) {
      var at = NOON.minus(Duration.ofDays(100)).plus(Duration.ofMinutes(i));
      rows.add(Call.of("old-" + i, at, "p" + i % 1_500, "small", i));
    }
    for (int i = 0; i < 300; i++) {
      var at = NOON.minus(Duration.ofHours(29 * 24 + i % 48));
      // Whoever is in retired sums and in rows would be counted twice by the other engine.
      rows.add(Call.of("edge-" + i, at, "q" + i, "small", i));
    }
    var measures = Calls.MEASURES;
    Answer days;
    Answer all;
    try (var store = live(stream)) {
      store.append(ACME, new Batch(stream, Calls.rows(rows))).join();
      store.maintain();
      days = ask(store, ACME, stream, measures, Interval.DAY);
      all = ask(store, ACME, stream, measures, null);

      store.move(fresh());
      awaitEnd(store);

      assertThat(store.status().step()).isEqualTo("moved");
      assertAlike(ask(store, ACME, stream, measures, Interval.DAY), days);
      assertAlike(ask(store, ACME, stream, measures, null), all);
      store.maintain();
      assertAlike(ask(store, ACME, stream, measures, Interval.DAY), days);
      assertThat(store.reconcile(ACME, stream, NOON.minus(Duration.ofDays(200)), NOON)).isEmpty();
    }
  }

  /** The same counts and sums, and estimates that are near. */
  private static void assertAlike(Answer found, Answer expected) {
    assertThat(found.rows()).hasSameSizeAs(expected.rows());
    for (int i = 0; i < found.rows().size(); i++) {
      var one = found.rows().get(i).values();
      var other = expected.rows().get(i).values();
      assertThat(found.rows().get(i).step()).isEqualTo(expected.rows().get(i).step());
      for (int m = 0; m < 6; m++) {
        assertThat(one.get(m)).isEqualByComparingTo(other.get(m));
      }
      assertThat(one.get(6).doubleValue())
          .isCloseTo(other.get(6).doubleValue(), within(0.12 * other.get(6).doubleValue() + 1));
      double spread = other.get(0).doubleValue();
      assertThat(one.get(7).doubleValue())
          .isCloseTo(other.get(7).doubleValue(), within(0.04 * spread + 1));
    }
  }

  @Test
  void aStoreThatIsNotTheSameDoesNotBecomeTheLiveOne() {
    var to = fresh();
    try (var store = live(STREAM, target -> target.delete(GLOBEX, STREAM, List.of("b")))) {
      store.append(ACME, batch(List.of(call("a", "ann", 1)))).join();
      store.append(GLOBEX, batch(List.of(call("a", "ann", 1), call("b", "ann", 1)))).join();

      store.move(to);
      awaitEnd(store);

      assertThat(store.status().step())
          .startsWith("failed: the new store is not the same")
          .contains(GLOBEX.toString())
          .doesNotContain(ACME.toString());
      assertThat(store.status().state()).isEqualTo(MoveLog.State.COPYING);
      append(store, GLOBEX, call("c", "ann", 1));
      assertThat(ids(store, GLOBEX)).containsExactly("a", "b", "c");
    }
    // What was tampered with is copied again by whoever goes on.
    try (var store = live(STREAM)) {
      awaitEnd(store);
      assertThat(store.status().step()).isEqualTo("moved");
      assertThat(ids(store, GLOBEX)).containsExactly("a", "b", "c");
      assertThat(ids(store, ACME)).containsExactly("a");
    }
  }

  @Test
  void aCancelledMoveLeavesNothingBehindAndCanBeBegunAgain() {
    var to = fresh();
    try (var store =
        live(
            STREAM,
            _ -> {
              throw new IllegalStateException("the line is cut");
            })) {
      store.append(ACME, batch(List.of(call("a", "ann", 1)))).join();
      store.move(to);
      awaitEnd(store);
      assertThat(store.status().step()).isEqualTo("failed: the line is cut");
      assertThatThrownBy(() -> store.move(fresh()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("not ended");
      // While nobody writes to the new store, a change is noted for the next time.
      assertThat(store.delete(ACME, STREAM, List.of("a"))).isEqualTo(1);
      store.cancel();
      assertThatThrownBy(store::cancel).isInstanceOf(IllegalArgumentException.class);
      append(store, ACME, call("b", "ann", 1));
    }
    try (var target = open(to, List.of(STREAM), clock)) {
      assertThat(target.tenants()).isEmpty();
    }
    try (var store = live(STREAM)) {
      assertThat(store.status().state()).isEqualTo(MoveLog.State.NONE);
      store.move(to);
      awaitEnd(store);
      assertThat(store.status().step()).isEqualTo("moved");
      assertThat(ids(store, ACME)).containsExactly("b");
    }
  }

  @Test
  void nothingIsMovedOverAnothersEventsAndNoStoreIsOpenedThatHasNotAll() {
    var to = fresh();
    try (var target = open(to, List.of(STREAM), clock)) {
      target.append(GLOBEX, batch(List.of(call("theirs", "ann", 1)))).join();
    }
    try (var store = live(STREAM)) {
      store.append(ACME, batch(List.of(call("a", "ann", 1)))).join();
      store.move(to);
      awaitEnd(store);
      assertThat(store.status().step()).contains("already; name an empty store");
      assertThat(store.status().state()).isEqualTo(MoveLog.State.NONE);
    }
    var other = fresh();
    try (var store =
        live(
            STREAM,
            _ -> {
              throw new IllegalStateException("cut");
            })) {
      store.move(other);
      awaitEnd(store);
    }
    assertThatThrownBy(
            () ->
                LiveStore.open(
                    other,
                    dir.resolve("state"),
                    address -> open(address, List.of(STREAM), clock),
                    List.of(STREAM),
                    Retention.DECLARED,
                    clock))
        .isInstanceOf(EventStoreUnavailable.class)
        .hasMessageContaining("start with freehold.events.url=duckdb");
    try (var target = open(to, List.of(STREAM), clock)) {
      assertThat(target.tenants()).isEqualTo(Set.of(GLOBEX));
    }
  }
}
