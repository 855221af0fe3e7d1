package dev.freehold.eventstore.duckdb;

import static dev.freehold.eventstore.OpenedStore.ACME;
import static dev.freehold.eventstore.OpenedStore.GLOBEX;
import static dev.freehold.eventstore.Visits.SOON;
import static dev.freehold.eventstore.Visits.STREAM;
import static dev.freehold.eventstore.Visits.batch;
import static dev.freehold.eventstore.Visits.batchOf;
import static dev.freehold.eventstore.Visits.count;
import static dev.freehold.eventstore.Visits.ids;
import static dev.freehold.eventstore.Visits.visit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.eventstore.Batch;
import dev.freehold.eventstore.Column;
import dev.freehold.eventstore.ColumnType;
import dev.freehold.eventstore.EventStoreUnavailable;
import dev.freehold.eventstore.OpenedStore;
import dev.freehold.eventstore.Query;
import dev.freehold.eventstore.Stream;
import dev.freehold.eventstore.duckdb.segments.SegmentFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Small batches are durable in the journal before the database has them. What a kill leaves is here
 * a copy of the folder, taken at the moment in question.
 */
@Timeout(60)
class DuckDbJournalTest {

  private static final String SECRET = "ann.von.der.tann@example.org";
  private static final UUID SESSION = new UUID(3, 4);

  /** Of a batch that goes into the database at once. */
  private static final int LARGE = 1 + Work.QUICK_ROWS;

  @TempDir Path dir;
  @TempDir Path killed;

  private final CountDownLatch held = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);

  private DuckDbEventStore open(Path folder) {
    return DuckDbEventStore.open(folder, List.of(STREAM));
  }

  /** A store that puts no row of the journal into the database of its own accord. */
  private DuckDbEventStore openHeld() {
    InstantSource clock =
        () -> {
          if (Thread.currentThread().getName().equals("eventstore-maintenance")) {
            held.countDown();
            await(goOn);
          }
          return Instant.now();
        };
    var settings = DuckDbSettings.defaults().withClock(clock);
    var store = DuckDbEventStore.open(dir, List.of(STREAM), settings);
    await(held);
    return store;
  }

  /** What a kill would leave now. */
  private void kill() throws IOException {
    SegmentFiles.copy(dir, killed);
    goOn.countDown();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aKillBeforeTheDatabaseHasTheRowsLosesNone() throws IOException {
    try (var store = openHeld()) {
      store.append(ACME, large("large")).join();
      store.append(ACME, batchOf(everyType("small"))).join();
      store.append(GLOBEX, batch("theirs")).join();
      kill();
    }
    assertThat(DuckDbFilesTest.filesHolding(killed, "theirs")).containsExactly("00000001.journal");

    try (var store = open(killed)) {
      assertThat(ids(store, GLOBEX)).containsExactly("theirs");
      assertThat(count(store, ACME)).isEqualTo(LARGE + 1);
      var values =
          store.query(
              ACME,
              Query.of("select * from {visits} where event_id = 'small'"),
              SOON,
              row ->
                  List.of(
                      row.getString("person"),
                      row.getString("page"),
                      row.getObject("session"),
                      row.getLong("millis"),
                      row.getDouble("score"),
                      row.getBoolean("paid"),
                      row.getTimestamp("occurred_at").toLocalDateTime().getHour()));
      assertThat(values)
          .containsExactly(List.of("änn 🐘", "", SESSION, Long.MIN_VALUE, -0.25, false, 12));
      assertThat(store.append(ACME, batch("small", "new")).join().duplicates().stream())
          .containsExactly(0);
    }
  }

  @Test
  void aKillBetweenTheDatabaseHavingTheRowsAndTheJournalGivingThemUpDoublesNone()
      throws IOException {
    try (var store = openHeld()) {
      store.append(ACME, batch("a", "b")).join();
      assertThat(count(store, ACME)).isEqualTo(2);
      store.append(ACME, batch("c")).join();
      kill();
    }
    try (var store = open(killed)) {
      assertThat(ids(store, ACME)).containsExactly("a", "b", "c");
    }
    try (var store = open(killed)) {
      assertThat(ids(store, ACME)).containsExactly("a", "b", "c");
    }
  }

  @Test
  void aTornEndIsLeftOutAndWhatCameBeforeItIsKept() throws IOException {
    try (var store = openHeld()) {
      store.append(ACME, batchOf(visit("whole", "ann", "/whole"))).join();
      store.append(ACME, batchOf(visit("torn", "ann", "/torn"))).join();
      kill();
    }
    var file = killed.resolve("journal/00000001.journal");
    var bytes = Files.readAllBytes(file);
    bytes[indexOf(bytes, "/torn") + 4] = 0;
    Files.write(file, bytes);

    try (var store = open(killed)) {
      assertThat(ids(store, ACME)).containsExactly("whole");
      assertThat(store.append(ACME, batch("whole", "torn")).join().accepted()).isEqualTo(1);
    }
    try (var store = open(killed)) {
      assertThat(ids(store, ACME)).containsExactly("torn", "whole");
    }
  }

  @Test
  void aDamagedRecordBeforeOthersIsNamedAndNothingIsChanged() throws IOException {
    try (var store = openHeld()) {
      store.append(ACME, large("in-the-database")).join();
      store.append(ACME, batchOf(visit("damaged", "ann", "/damaged"))).join();
      store.append(ACME, batch("whole")).join();
      kill();
    }
    var file = killed.resolve("journal/00000001.journal");
    var good = Files.readAllBytes(file);
    var bad = good.clone();
    bad[indexOf(bad, "/damaged")] = 'X';
    Files.write(file, bad);

    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> open(killed))
          .isInstanceOf(EventStoreUnavailable.class)
          .hasMessageContaining("00000001.journal")
          .hasMessageContaining("byte 0");
    }
    Files.write(file, good);
    try (var store = open(killed)) {
      assertThat(ids(store, ACME)).hasSize(LARGE + 2).contains("damaged", "whole");
    }
  }

  @Test
  void aLogOfTheEngineThatWasCutShortIsNamedAndTheJournalMakesUpForIt() throws IOException {
    try (var store = openHeld()) {
      store.append(ACME, batch("cut-off")).join();
      assertThat(count(store, ACME)).isEqualTo(1);
      store.append(ACME, batch("later")).join();
      kill();
    }
    try (var log =
        FileChannel.open(killed.resolve("events_000001.duckdb.wal"), StandardOpenOption.WRITE)) {
      log.truncate(log.size() - 5);
    }

    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> open(killed))
          .isInstanceOf(EventStoreUnavailable.class)
          .hasMessageContaining("cut short")
          .hasMessageContaining("LOSS_ACCEPTED");
    }
    Files.createFile(killed.resolve("LOSS_ACCEPTED"));
    try (var store = open(killed)) {
      assertThat(ids(store, ACME)).containsExactly("cut-off", "later");
    }
    assertThat(killed.resolve("LOSS_ACCEPTED")).doesNotExist();
  }

  @Test
  void aColumnAddedBetweenTheWriteAndTheNextStartIsNullInTheRow() throws IOException {
    try (var store = openHeld()) {
      store.append(ACME, batch("a")).join();
      kill();
    }
    var columns = new ArrayList<>(STREAM.columns());
    columns.add(2, Column.optional("campaign", ColumnType.TEXT));
    var wider = new Stream("visits", "event_id", "occurred_at", "person", columns);
    try (var store = DuckDbEventStore.open(killed, List.of(wider))) {
      var found =
          store.query(
              ACME,
              Query.of("select event_id, campaign, page from {visits}"),
              SOON,
              row -> row.getString(1) + row.getString(2) + row.getString(3));
      assertThat(found).containsExactly("anull/home");
    }
  }

  @Test
  void rowsOfAStreamThatIsNotDeclaredAnyMoreAreKept() throws IOException {
    try (var store = openHeld()) {
      store.append(ACME, batch("a")).join();
      kill();
    }
    var other = new Stream("others", "event_id", "occurred_at", "person", STREAM.columns());
    DuckDbEventStore.open(killed, List.of(other)).close();

    try (var store = open(killed)) {
      assertThat(ids(store, ACME)).containsExactly("a");
    }
  }

  @Test
  void noByteOfAnErasedPersonIsLeftInTheJournal() throws IOException {
    try (var store = open(dir)) {
      // Some that are in the database already, and some that are in the journal alone.
      store.append(ACME, batchOf(visit("a1", SECRET, "/" + SECRET))).join();
      assertThat(count(store, ACME)).isEqualTo(1);
      store.append(ACME, batchOf(visit("a2", SECRET, "/" + SECRET))).join();
      store.append(ACME, batchOf(visit("b", "bob", "/"))).join();
      assertThat(DuckDbFilesTest.filesHolding(dir, SECRET)).contains("00000001.journal");

      assertThat(store.erase(ACME, STREAM, SECRET)).isEqualTo(2);
      assertThat(DuckDbFilesTest.filesHolding(dir, SECRET)).isEmpty();

      store.append(ACME, batchOf(visit("c", SECRET, "/"))).join();
      store.eraseTenant(ACME);
      assertThat(DuckDbFilesTest.filesHolding(dir, SECRET)).isEmpty();
      assertThat(count(store, ACME)).isZero();
    }
    assertThat(DuckDbFilesTest.filesHolding(dir, SECRET)).isEmpty();
  }

  @Test
  void aStoreThatWasClosedLeavesNothingInItsJournal() throws IOException {
    try (var store = open(dir)) {
      store.append(ACME, batch("a")).join();
    }
    try (var left = Files.list(dir.resolve("journal"))) {
      assertThat(left).isEmpty();
    }
    try (var store = open(dir)) {
      assertThat(ids(store, ACME)).containsExactly("a");
    }
  }

  @Test
  void everyoneSeesWhatTheyWereJustAnswered() throws Exception {
    try (var store = open(dir)) {
      OpenedStore.together(
          16,
          thread -> {
            var tenant = new UUID(7, thread);
            for (int i = 1; i <= 40; i++) {
              var batch = i % 10 == 0 ? large("l" + i) : batch("s" + i);
              store.append(tenant, batch).join();
              int large = i / 10;
              assertThat(count(store, tenant)).isEqualTo((i - large) + (long) large * LARGE);
            }
            return true;
          });
    }
  }

  private static Batch large(String name) {
    var rows = new ArrayList<@Nullable Object[]>();
    for (int i = 0; i < LARGE; i++) {
      rows.add(visit(name + "-" + i));
    }
    return batch(rows);
  }

  private static @Nullable Object[] everyType(String id) {
    var row = visit(id, "änn 🐘", "");
    row[4] = SESSION;
    row[5] = Long.MIN_VALUE;
    row[6] = -0.25;
    row[7] = false;
    return row;
  }

  private static int indexOf(byte[] bytes, String text) {
    int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
    assertThat(at).isPositive();
    return at;
  }
}
