package dev.freehold.eventstore.duckdb;

import static dev.freehold.eventstore.OpenedStore.ACME;
import static dev.freehold.eventstore.OpenedStore.GLOBEX;
import static dev.freehold.eventstore.Visits.NOON;
import static dev.freehold.eventstore.Visits.SOON;
import static dev.freehold.eventstore.Visits.STREAM;
import static dev.freehold.eventstore.Visits.batch;
import static dev.freehold.eventstore.Visits.batchOf;
import static dev.freehold.eventstore.Visits.count;
import static dev.freehold.eventstore.Visits.ids;
import static dev.freehold.eventstore.Visits.visit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.eventstore.EventStoreUnavailable;
import dev.freehold.eventstore.Query;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the DuckDB store keeps in its directory, and what can be reached from a query. */
@Timeout(60)
class DuckDbFilesTest {

  private static final String SECRET = "ann.von.der.tann@example.org";

  @TempDir Path dir;

  private DuckDbEventStore open() {
    return DuckDbEventStore.open(dir, List.of(STREAM));
  }

  @Test
  void noByteOfAnErasedPersonIsLeftWhenTheLogStillHadThem() throws IOException {
    try (var store = open()) {
      store.append(ACME, batchOf(visit("b", "bob-who-stays-here", "/"))).join();
      store.append(ACME, batchOf(visit("a1", SECRET, "/" + SECRET))).join();
      assertThat(filesHolding(dir, SECRET)).isNotEmpty();

      assertThat(store.erase(ACME, STREAM, SECRET)).isEqualTo(1);

      assertThat(filesHolding(dir, SECRET)).isEmpty();
      assertThat(ids(store, ACME)).containsExactly("b");
    }
    assertThat(filesHolding(dir, SECRET)).isEmpty();
    assertThat(filesHolding(dir, "bob-who-stays-here")).isNotEmpty();
  }

  @Test
  void noByteOfAnErasedPersonIsLeftWhenTheFileHadThem() throws IOException {
    try (var store = open()) {
      store.append(ACME, batch(manyVisits(SECRET))).join();
    }
    assertThat(filesHolding(dir, SECRET)).contains("events_000001.duckdb");
    try (var store = open()) {
      assertThat(store.erase(ACME, STREAM, SECRET)).isEqualTo(500);

      assertThat(filesHolding(dir, SECRET)).isEmpty();
      assertThat(count(store, ACME)).isEqualTo(500);
    }
    assertThat(filesHolding(dir, SECRET)).isEmpty();
  }

  @Test
  void anErasureLeavesTheSamePersonOfAnotherTenant() throws IOException {
    try (var store = open()) {
      store.append(ACME, batchOf(visit("a", SECRET, "/acme-only-page-of-hers"))).join();
      store.append(GLOBEX, batchOf(visit("a", SECRET, "/globex"))).join();
      assertThat(filesHolding(dir, "/acme-only-page-of-hers")).isNotEmpty();

      store.erase(ACME, STREAM, SECRET);

      assertThat(count(store, GLOBEX)).isEqualTo(1);
      assertThat(filesHolding(dir, "/acme-only-page-of-hers")).isEmpty();
    }
  }

  @Test
  void anErasureWaitsForWhoeverStillReadsTheOldFile() throws Exception {
    try (var store = open()) {
      store.append(ACME, batchOf(visit("a", SECRET, "/"), visit("b", "bob", "/"))).join();
      var reading = new CountDownLatch(1);
      var readOn = new CountDownLatch(1);
      var read = new ArrayList<String>();
      var reader =
          Thread.ofVirtual()
              .start(
                  () ->
                      store.query(
                          ACME,
                          Query.of("select event_id from {visits} order by 1"),
                          SOON,
                          row -> {
                            reading.countDown();
                            await(readOn);
                            return read.add(row.getString(1));
                          }));
      reading.await();
      var eraser = Thread.ofVirtual().start(() -> store.erase(ACME, STREAM, SECRET));
      // The writer goes on meanwhile, and new queries no longer see her.
      while (count(store, ACME) > 1) {
        Thread.onSpinWait();
      }
      store.append(ACME, batch("c")).join();
      assertThat(eraser.isAlive()).isTrue();

      readOn.countDown();
      reader.join();
      eraser.join();

      assertThat(read).containsExactly("a", "b");
      assertThat(filesHolding(dir, SECRET)).isEmpty();
      assertThat(ids(store, ACME)).containsExactly("b", "c");
    }
  }

  @Test
  void anErasureIsNotHinderedByWhoeverLooksIntoTheCatalogue() throws Exception {
    try (var store = open()) {
      store.append(ACME, batch(manyVisits(SECRET))).join();
      for (int i = 0; i < 15; i++) {
        store.append(ACME, batchOf(visit("p" + i, "person-" + i, "/"))).join();
      }
      var done = new AtomicBoolean();
      var looked = new AtomicInteger();
      var looking =
          Thread.ofVirtual()
              .start(
                  () -> {
                    while (!done.get()) {
                      assertThat(store.tenants()).contains(ACME);
                      var unknown = Query.of("select no_such(event_id) from {visits}");
                      assertThatThrownBy(() -> store.query(ACME, unknown, SOON, row -> 1))
                          .isInstanceOf(IllegalArgumentException.class);
                      looked.incrementAndGet();
                    }
                  });
      for (int i = 0; i < 15; i++) {
        assertThat(store.erase(ACME, STREAM, "person-" + i)).isEqualTo(1);
      }
      done.set(true);
      looking.join();
      assertThat(looked.get()).isPositive();
    }
  }

  @Test
  void anErasureThatACrashCutShortIsFinishedAtOpening() throws IOException {
    try (var store = open()) {
      store.append(ACME, batch("a")).join();
    }
    Files.writeString(dir.resolve("events_000002.duckdb"), "half a file with " + SECRET);
    Files.writeString(dir.resolve("events_000002.duckdb.wal"), SECRET);
    Files.createFile(dir.resolve("ERASING"));

    try (var store = open()) {
      store.erase(ACME, STREAM, "nobody");

      assertThat(ids(store, ACME)).containsExactly("a");
      assertThat(filesHolding(dir, SECRET)).isEmpty();
      assertThat(names(dir)).contains("events_000002.duckdb").doesNotContain("ERASING");
      assertThat(names(dir)).doesNotContain("events_000001.duckdb");
    }
  }

  @Test
  void anOldFileThatACrashLeftIsRemovedAtOpening() throws IOException {
    try (var store = open()) {
      store.append(ACME, batchOf(visit("a", SECRET, "/"))).join();
      store.append(ACME, batch("b")).join();
    }
    var copy = Files.readAllBytes(dir.resolve("events_000001.duckdb"));
    try (var store = open()) {
      store.erase(ACME, STREAM, SECRET);
    }
    Files.write(dir.resolve("events_000001.duckdb"), copy);

    try (var store = open()) {
      assertThat(filesHolding(dir, SECRET)).isEmpty();
      assertThat(ids(store, ACME)).containsExactly("b");
    }
  }

  @Test
  void aLostPointerIsNotGuessed() throws IOException {
    open().close();
    Files.delete(dir.resolve("CURRENT"));

    assertThatThrownBy(this::open)
        .isInstanceOf(EventStoreUnavailable.class)
        .hasMessageContaining("CURRENT");
  }

  @Test
  void aDirectoryIsOpenedOnce() {
    try (var store = open()) {
      assertThatThrownBy(this::open)
          .isInstanceOf(EventStoreUnavailable.class)
          .hasMessageContaining("already open");
      assertThat(store.append(ACME, batch("a")).join().accepted()).isEqualTo(1);
    }
    open().close();
  }

  @Test
  void aQueryCannotReadFiles() throws IOException {
    var file = Files.writeString(dir.resolve("secret.csv"), "a,b\n1,2\n");
    try (var store = open()) {
      for (var from :
          List.of(
              "read_text('" + file + "')",
              "read_csv('" + file + "')",
              "'" + file + "'",
              "\"" + file + "\"",
              "read_blob('" + dir.resolve("events_000001.duckdb") + "')",
              "read_text('/etc/passwd')",
              "glob('/*')",
              "query('select 1')",
              "query_table('visits')",
              "duckdb_tables()",
              "information_schema.tables",
              "pragma_storage_info('visits')",
              "(describe visits)",
              "(show tables)")) {
        assertThatThrownBy(
                () -> store.query(ACME, Query.of("select * from " + from), SOON, row -> 1))
            .as(from)
            .isInstanceOf(IllegalArgumentException.class);
      }
      assertThatThrownBy(
              () ->
                  store.query(
                      ACME,
                      Query.of(
                          "select * from (with duckdb_tables as (select 1) from duckdb_tables),"
                              + " visits"),
                      SOON,
                      row -> 1))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aFullQueueRefusesAtOnceAndTakesAgainWhenItEmpties() {
    var go = new CountDownLatch(1);
    var settings =
        DuckDbSettings.defaults()
            .withQueue(10, DuckDbSettings.MEBIBYTE)
            .withClock(
                () -> {
                  if (Thread.currentThread().getName().equals("eventstore-writer")) {
                    await(go);
                  }
                  return NOON;
                });
    try (var store = DuckDbEventStore.open(dir, List.of(STREAM), settings)) {
      var waiting = new ArrayList<CompletableFuture<?>>();
      var next = store.append(ACME, batch("e0"));
      for (int i = 1; !next.isCompletedExceptionally(); i++) {
        waiting.add(next);
        next = store.append(ACME, batch("e" + i));
      }
      assertThatThrownBy(next::join).hasCauseInstanceOf(EventStoreUnavailable.class);

      go.countDown();
      waiting.forEach(CompletableFuture::join);

      assertThat(store.isWritable()).isTrue();
      assertThat(count(store, ACME)).isEqualTo(waiting.size());
    }
  }

  private static List<@Nullable Object[]> manyVisits(String person) {
    var rows = new ArrayList<@Nullable Object[]>();
    for (int i = 0; i < 500; i++) {
      rows.add(visit("a" + i, person, "/" + person + "/" + i));
      rows.add(visit("b" + i, "bob", "/bob/" + i));
    }
    return rows;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  static List<String> filesHolding(Path dir, String text) throws IOException {
    var holding = new ArrayList<String>();
    try (var paths = Files.walk(dir)) {
      for (var path : paths.filter(Files::isRegularFile).toList()) {
        var content = new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1);
        if (content.contains(text)) {
          holding.add(path.getFileName().toString());
        }
      }
    }
    return holding;
  }

  private static List<String> names(Path dir) throws IOException {
    try (var paths = Files.list(dir)) {
      return paths.map(path -> path.getFileName().toString()).toList();
    }
  }
}
