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

import dev.freehold.eventstore.Batch;
import dev.freehold.eventstore.EventStoreUnavailable;
import dev.freehold.eventstore.Query;
import dev.freehold.eventstore.Retention;
import dev.freehold.eventstore.SettableClock;
import dev.freehold.eventstore.Tiers;
import dev.freehold.eventstore.duckdb.segments.SegmentFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The files of sealed rows. */
@Timeout(60)
class DuckDbSegmentsTest {

  private static final String SECRET = "ann.von.der.tann@example.org";

  private static final int LARGE = 1 + Work.QUICK_ROWS;

  @TempDir Path dir;

  private DuckDbEventStore open() {
    return DuckDbEventStore.open(dir, List.of(STREAM));
  }

  @Test
  void aSegmentHoldsOneTenantAndOneMonth() throws Exception {
    try (var store = open()) {
      store.append(ACME, over(100, "a")).join();
      store.append(GLOBEX, over(100, "g")).join();
      store.maintain();

      assertThat(segments()).hasSize(2 * 5);
      assertThat(
              longs(
                  """
                  select count(distinct tenant_id) * 1000000
                    + count(distinct date_trunc('month', occurred_at)) * 1000 + count(*)
                  from %s group by filename
                  """))
          .hasSize(2 * 5)
          .allMatch(found -> found / 1_000 == 1_001);
      assertThat(count(store, ACME)).isEqualTo(100);
    }
    var tenants = segments().stream().map(path -> folderOf(path).getFileName().toString());
    assertThat(tenants).containsOnly(ACME.toString(), GLOBEX.toString());
  }

  @Test
  void rowsAreSealedWhenThereAreMany() {
    var settings = DuckDbSettings.defaults().withSealing(50, Duration.ofDays(1));
    try (var store = DuckDbEventStore.open(dir, List.of(STREAM), settings)) {
      store.append(ACME, over(60, "a")).join();
      while (segments().isEmpty()) {
        assertThat(count(store, ACME)).isEqualTo(60);
      }
      assertThat(count(store, ACME)).isEqualTo(60);
    }
  }

  @Test
  void aFileThatACrashLeftIsRemovedAtOpening() throws IOException {
    try (var store = open()) {
      store.append(ACME, over(10, "a")).join();
      store.maintain();
    }
    var live = segments();
    var folder = folderOf(live.getFirst());
    Files.copy(live.getFirst(), folder.resolve("2026-01-01_" + UUID.randomUUID() + ".parquet"));
    var staging = Files.createDirectories(dir.resolve("segments/.staging/segment_tenant=x"));
    Files.writeString(staging.resolve("data_0.parquet"), SECRET);

    try (var store = open()) {
      assertThat(segments()).containsExactlyElementsOf(live);
      assertThat(count(store, ACME)).isEqualTo(10);
    }
  }

  @Test
  void aMissingOrShortenedFileIsNamedAtOpeningAndNothingIsChanged() throws IOException {
    try (var store = open()) {
      store.append(ACME, over(10, "a")).join();
      store.maintain();
    }
    var file = segments().getFirst();
    var content = Files.readAllBytes(file);
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(content.length - 1);
    }
    assertRefused(file);
    Files.delete(file);
    assertRefused(file);

    Files.write(file, content);
    try (var store = open()) {
      assertThat(count(store, ACME)).isEqualTo(10);
    }
  }

  /**
   * A torn end is what a crash leaves of a commit that was not answered. Batches so large that they
   * do not go through the journal, which would make up for it.
   */
  @Test
  void aLogThatWasCutShortKeepsEveryWholeCommitAndAllSegments(@TempDir Path copy)
      throws IOException {
    try (var store = open()) {
      store.append(ACME, batch("sealed")).join();
      store.maintain();
      store.append(ACME, large("whole")).join();
      store.append(ACME, large("torn")).join();
      SegmentFiles.copy(dir, copy);
    }
    var log = copy.resolve("events_000001.duckdb.wal");
    try (var channel = FileChannel.open(log, StandardOpenOption.WRITE)) {
      channel.truncate(channel.size() - 5);
    }

    try (var store = DuckDbEventStore.open(copy, List.of(STREAM))) {
      assertThat(ids(store, ACME)).hasSize(1 + LARGE).contains("sealed", "whole-0");
      assertThat(store.append(ACME, batch("sealed", "whole-0", "torn-0")).join().accepted())
          .isEqualTo(1);
      store.maintain();
      assertThat(ids(store, ACME)).hasSize(2 + LARGE).contains("sealed", "torn-0", "whole-0");
    }
  }

  private static Batch large(String name) {
    return batch(IntStream.range(0, LARGE).mapToObj(i -> name + "-" + i).toArray(String[]::new));
  }

  private void assertRefused(Path file) {
    assertThatThrownBy(this::open)
        .isInstanceOf(EventStoreUnavailable.class)
        .hasMessageContaining(file.getFileName().toString())
        .hasMessageContaining("backup");
  }

  @Test
  void noByteOfAnErasedPersonIsLeftInSegmentsOrInTheFileTheyCameFrom() throws IOException {
    try (var store = open()) {
      store.append(ACME, batchOf(visit("a", SECRET, "/"), visit("b", "bob", "/bob"))).join();
      store.append(ACME, over(50, "other-months")).join();
      store.append(GLOBEX, batchOf(visit("g", "gus", "/"))).join();
      store.maintain();
      assertThat(holding(SECRET)).isNotEmpty();
      var untouched = segments();

      assertThat(store.erase(ACME, STREAM, SECRET)).isEqualTo(1);

      assertThat(holding(SECRET)).isEmpty();
      untouched.removeAll(segments());
      assertThat(untouched).as("only the segment that held her was written anew").hasSize(1);
      assertThat(count(store, ACME)).isEqualTo(51);
    }
    try (var store = open()) {
      assertThat(count(store, ACME)).isEqualTo(51);
      assertThat(holding(SECRET)).isEmpty();
    }
  }

  @Test
  void noByteOfAnErasedTenantIsLeft() throws IOException {
    var other = batchOf(visit("stays", "gus", "/stays-here"));
    try (var store = open()) {
      store.append(ACME, batchOf(visit("a", SECRET, "/only-of-acme"))).join();
      store.append(GLOBEX, other).join();
      store.maintain();
      store.append(ACME, batchOf(visit("b", SECRET, "/only-of-acme"))).join();
      assertThat(holding("/only-of-acme")).hasSizeGreaterThan(1);

      store.eraseTenant(ACME);

      assertThat(holding("/only-of-acme")).isEmpty();
      assertThat(holding(SECRET)).isEmpty();
      assertThat(holding(ACME.toString())).isEmpty();
      assertThat(dir.resolve("segments/visits").resolve(ACME.toString())).doesNotExist();
      assertThat(count(store, GLOBEX)).isEqualTo(1);
    }
    assertThat(holding("/stays-here")).isNotEmpty();
  }

  @Test
  void aFileIsKeptForAsLongAsSomebodyReadsIt() throws Exception {
    try (var store = open()) {
      store.append(ACME, batchOf(visit("a", SECRET, "/"), visit("b", "bob", "/"))).join();
      store.maintain();
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
      while (count(store, ACME) > 1) {
        Thread.onSpinWait();
      }
      store.append(ACME, batch("c")).join();
      store.maintain();
      assertThat(eraser.isAlive()).isTrue();
      assertThat(holding(SECRET)).isNotEmpty();

      readOn.countDown();
      reader.join();
      eraser.join();

      assertThat(read).containsExactly("a", "b");
      assertThat(holding(SECRET)).isEmpty();
      assertThat(ids(store, ACME)).containsExactly("b", "c");
    }
  }

  @Test
  void manySmallSegmentsOfATenantAndMonthBecomeOne() {
    try (var store = open()) {
      for (int i = 0; i < 64; i++) {
        store.append(ACME, batch("a" + i)).join();
        store.append(GLOBEX, batch("g" + i)).join();
        store.maintain();
        assertThat(segments().size()).isLessThan(2 * 2 * Merging.FAN_IN);
      }
      assertThat(segments()).hasSize(2);
      assertThat(count(store, ACME)).isEqualTo(64);
      assertThat(count(store, GLOBEX)).isEqualTo(64);
    }
  }

  @Test
  void expiredSegmentsAreDroppedForEachTenantInItsTime() {
    var clock = new SettableClock(NOON);
    var month = new Tiers(Period.ofDays(30), null, null, null, null);
    Retention retention = (tenant, _) -> tenant.equals(ACME) ? month : Tiers.FOREVER;
    var settings = DuckDbSettings.defaults().withClock(clock);
    try (var store = DuckDbEventStore.open(dir, List.of(STREAM), settings, retention)) {
      store.append(ACME, over(50, "a")).join();
      store.append(GLOBEX, over(50, "g")).join();
      store.maintain();
      assertThat(segments()).hasSize(2 * 5);
      long seen = count(store, ACME);
      assertThat(seen).isBetween(10L, 20L);

      clock.advance(Duration.ofDays(9));
      store.maintain();

      assertThat(segments()).as("what lies before February is dropped").hasSize(2 + 5);
      assertThat(count(store, ACME)).isBetween(1L, seen - 1);
      assertThat(count(store, GLOBEX)).isEqualTo(50);
    }
  }

  @Test
  void aQueryCannotReadSegments() {
    try (var store = open()) {
      store.append(GLOBEX, batch("a")).join();
      store.maintain();
      var file = segments().getFirst();
      for (var from :
          List.of(
              "read_parquet('" + file + "')",
              "parquet_scan('" + file + "')",
              "parquet_metadata('" + file + "')",
              "'" + file + "'",
              "\"" + file + "\"",
              "glob('" + dir.resolve("segments") + "/**')",
              "read_blob('" + file + "')",
              "_segments",
              "_segments_version")) {
        assertThatThrownBy(
                () -> store.query(ACME, Query.of("select * from " + from), SOON, row -> 1))
            .as(from)
            .isInstanceOf(IllegalArgumentException.class);
      }
      assertThatThrownBy(
              () -> store.query(ACME, Query.of("select _file from {visits}"), SOON, row -> 1))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Visits of five months, the last first. */
  private static Batch over(int rows, String name) {
    var visits = new ArrayList<@Nullable Object[]>();
    for (int i = 0; i < rows; i++) {
      var row = visit(name + "-" + i, "bob", "/" + i);
      row[1] = NOON.minus(Duration.ofDays(118L * i / rows));
      visits.add(row);
    }
    return batch(visits);
  }

  private static Path folderOf(Path file) {
    return java.util.Objects.requireNonNull(file.getParent());
  }

  private List<Path> segments() {
    try (var paths = Files.walk(dir.resolve("segments"))) {
      return new ArrayList<>(
          paths.filter(path -> path.toString().endsWith(".parquet")).sorted().toList());
    } catch (IOException | java.io.UncheckedIOException e) {
      // A folder went while it was walked.
      return List.of();
    }
  }

  private List<Long> longs(String sql) throws SQLException {
    var files = "read_parquet('%s/segments/**/*.parquet', filename = true)";
    var found = new ArrayList<Long>();
    try (var connection = DriverManager.getConnection("jdbc:duckdb:");
        var statement = connection.createStatement();
        var row = statement.executeQuery(sql.formatted(files.formatted(dir)))) {
      while (row.next()) {
        found.add(row.getLong(1));
      }
    }
    return found;
  }

  /** Text in segments is compressed, so they are read by the engine; all other files by bytes. */
  private List<String> holding(String text) throws IOException {
    var holding = DuckDbFilesTest.filesHolding(dir, text);
    var files = segments().stream().map(path -> "'" + path + "'").toList();
    try (var connection = DriverManager.getConnection("jdbc:duckdb:");
        var statement =
            connection.prepareStatement(
                "select distinct filename from read_parquet("
                    + files
                    + ", filename = true) t"
                    + " where contains(t::varchar, ?)")) {
      statement.setString(1, text);
      try (var row = statement.executeQuery()) {
        while (row.next()) {
          holding.add(row.getString(1));
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return holding;
  }
}
