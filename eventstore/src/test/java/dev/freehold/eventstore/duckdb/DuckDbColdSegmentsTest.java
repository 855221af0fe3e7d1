package dev.freehold.eventstore.duckdb;

import static dev.freehold.eventstore.OpenedStore.ACME;
import static dev.freehold.eventstore.OpenedStore.GLOBEX;
import static dev.freehold.eventstore.Visits.NOON;
import static dev.freehold.eventstore.Visits.SOON;
import static dev.freehold.eventstore.Visits.visit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.eventstore.Batch;
import dev.freehold.eventstore.ColumnRole;
import dev.freehold.eventstore.EventStoreUnavailable;
import dev.freehold.eventstore.Measure;
import dev.freehold.eventstore.Query;
import dev.freehold.eventstore.Question;
import dev.freehold.eventstore.Retention;
import dev.freehold.eventstore.SettableClock;
import dev.freehold.eventstore.Stream;
import dev.freehold.eventstore.Tiers;
import dev.freehold.eventstore.Visits;
import dev.freehold.eventstore.duckdb.segments.ColdSettings;
import dev.freehold.eventstore.duckdb.segments.SegmentFiles;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Segments that a bucket keeps. The clock is such that three of five months are cold. */
@Timeout(60)
class DuckDbColdSegmentsTest {

  private static final Stream STREAM =
      new Stream(
              "visits",
              "event_id",
              "occurred_at",
              "person",
              Visits.STREAM.columns().stream()
                  .map(
                      column ->
                          switch (column.name()) {
                            case "millis" -> column.as(ColumnRole.MEASURE);
                            case "page" -> column.as(ColumnRole.DIMENSION);
                            default -> column;
                          })
                  .toList())
          .rolledUp("by_page", List.of("page"), new Measure.Sum("millis"));
  private static final String SECRET = "ann.von.der.tann@example.org";
  private static final Instant LONG_AGO = NOON.minus(Duration.ofDays(200));
  private static final int DAYS = 30;
  private static final int NEVER = 100_000;
  private static final long ALL = Long.MAX_VALUE;

  @TempDir Path dir;
  @TempDir Path root;

  private final SettableClock clock = new SettableClock(NOON);
  private Bucketed bucket;

  @BeforeEach
  void startBucket() throws Exception {
    bucket = new Bucketed(root);
  }

  @AfterEach
  void stopBucket() throws Exception {
    bucket.close();
  }

  private DuckDbEventStore open(long cacheBytes) {
    return open(dir, bucket.settings(DAYS, cacheBytes), Retention.DECLARED);
  }

  private DuckDbEventStore open(Path in, @Nullable ColdSettings cold, Retention retention) {
    var settings = DuckDbSettings.defaults().withClock(clock).withCold(cold);
    return DuckDbEventStore.open(in, List.of(STREAM), settings, retention);
  }

  /** Rows of both tenants, sealed and old enough to be cold. */
  private void fill(DuckDbEventStore store) {
    store.append(ACME, over(50, "a")).join();
    store.append(GLOBEX, over(50, "g")).join();
    store.maintain();
    clock.advance(Duration.ofDays(10));
    store.maintain();
  }

  @Test
  void coldRowsAreInAnswersAlsoWhenTheirFilesAreNotHere() throws Exception {
    try (var store = open(0)) {
      fill(store);

      assertThat(bucket.objects()).hasSize(2 * 3);
      assertThat(local()).as("evicted").hasSize(2 * 2);
      assertThat(ids(store, ACME)).hasSize(50).allMatch(id -> id.startsWith("a-"));
      assertThat(ids(store, GLOBEX)).hasSize(50).allMatch(id -> id.startsWith("g-"));
      assertThat(sum(store, LONG_AGO)).isEqualTo(50);
      assertThat(median(store, LONG_AGO)).as("read from rows").isEqualTo(1);
      assertThat(store.reconcile(ACME, STREAM, LONG_AGO, clock.instant())).isEmpty();
    }
  }

  @Test
  void filesThatAReaderUsesStayAndOthersGoWhenTheCacheIsFull() throws Exception {
    long one;
    try (var store = open(ALL)) {
      fill(store);
      assertThat(local()).hasSize(2 * 5);
      one = Files.size(bucket.objects().getFirst());
    }
    long bound = one + one / 2;
    try (var store = open(bound)) {
      assertThat(coldBytesHere()).isBetween(1L, bound);
      var seen = new AtomicInteger();
      store.query(
          ACME,
          Query.of("select event_id from {visits}"),
          SOON,
          row -> {
            // Another reader needs room meanwhile.
            if (seen.getAndIncrement() == 0) {
              assertThat(ids(store, GLOBEX)).hasSize(50);
            }
            assertThat(hereOf(ACME)).hasSize(5);
            return row.getString(1);
          });
      assertThat(seen).hasValue(50);
      assertThat(coldBytesHere()).isBetween(1L, bound);
    }
  }

  @Test
  void manyReadersAtOnceFindAllRows() throws Exception {
    try (var store = open(0)) {
      fill(store);
      var counts =
          dev.freehold.eventstore.OpenedStore.together(
              24, i -> ids(store, i % 2 == 0 ? ACME : GLOBEX).size());
      assertThat(counts).containsOnly(50);
      assertThat(coldBytesHere()).isZero();
    }
  }

  /** The copy is what is left when a process dies after the uploads and before the commit. */
  @Test
  void anObjectThatNoCatalogueNamesIsRemoved(@TempDir Path copy) throws Exception {
    try (var store = open(0)) {
      store.append(ACME, over(50, "a")).join();
      store.maintain();
      clock.advance(Duration.ofDays(10));
    }
    SegmentFiles.copy(dir, copy);
    try (var store = open(0)) {
      store.maintain();
      assertThat(bucket.objects()).hasSize(3);
    }
    try (var died = open(copy, bucket.settings(NEVER, 0), Retention.DECLARED)) {
      died.maintain();
      assertThat(bucket.objects()).isEmpty();
      assertThat(ids(died, ACME)).hasSize(50);
    }
    try (var died = open(copy, bucket.settings(DAYS, 0), Retention.DECLARED)) {
      died.maintain();
      assertThat(bucket.objects()).hasSize(3);
      assertThat(ids(died, ACME)).hasSize(50);
    }
  }

  @Test
  void aStoreOpensAgainWithoutFetchingAndNotWithoutItsBucket() throws Exception {
    try (var store = open(0)) {
      fill(store);
    }
    bucket.stop();
    assertThatThrownBy(() -> open(dir, null, Retention.DECLARED))
        .isInstanceOf(EventStoreUnavailable.class)
        .hasMessageContaining("6 files")
        .hasMessageContaining("bucket");
    try (var store = open(0)) {
      assertThat(local()).hasSize(2 * 2);
      bucket.start();
      assertThat(ids(store, ACME)).hasSize(50);
    }
  }

  @Test
  void aBucketThatDoesNotAnswerIsNamedAndWhatIsHereIsStillAnswered() throws Exception {
    try (var store = open(0)) {
      fill(store);
      bucket.stop();

      assertThatThrownBy(() -> ids(store, ACME))
          .isInstanceOf(EventStoreUnavailable.class)
          .hasMessageContaining("cold segments")
          .hasMessageContaining("127.0.0.1");
      assertThatThrownBy(() -> store.erase(ACME, STREAM, "bob"))
          .isInstanceOf(EventStoreUnavailable.class);
      assertThat(sum(store, LONG_AGO)).as("rolled up").isEqualTo(50);
      assertThat(median(store, NOON.minus(Duration.ofDays(10)))).as("rows here").isEqualTo(1);
      var other = UUID.randomUUID();
      store.append(other, batch(visit("hot", "bob", "/"))).join();
      store.maintain();
      assertThat(ids(store, other)).containsExactly("hot");

      bucket.start();
      assertThat(ids(store, ACME)).hasSize(50);
    }
  }

  @Test
  void noByteOfAnErasedPersonIsLeftInTheBucket() throws Exception {
    try (var store = open(0)) {
      var old = visit("s", SECRET, "/");
      old[1] = NOON.minus(Duration.ofDays(110));
      store.append(ACME, batch(old)).join();
      fill(store);
      var before = bucket.objects();
      assertThat(holding(before, SECRET)).hasSize(1);

      assertThat(store.erase(ACME, STREAM, SECRET)).isEqualTo(1);

      assertThat(bucket.objects()).hasSize(before.size() - 1);
      assertThat(before).containsAll(bucket.objects());
      assertThat(holding(bucket.objects(), SECRET)).isEmpty();
      assertThat(holding(local(), SECRET)).isEmpty();
      assertThat(DuckDbFilesTest.filesHolding(dir, SECRET)).isEmpty();
      assertThat(ids(store, ACME)).hasSize(50);

      store.maintain();
      assertThat(bucket.objects()).as("the new segment is cold too").hasSize(before.size());
      assertThat(holding(bucket.objects(), SECRET)).isEmpty();
      assertThat(ids(store, ACME)).hasSize(50);
    }
  }

  @Test
  void anErasureIsFinishedByAskingAgainWhenTheBucketWasAway() throws Exception {
    try (var store = open(ALL)) {
      var old = visit("s", SECRET, "/");
      old[1] = NOON.minus(Duration.ofDays(110));
      store.append(ACME, batch(old)).join();
      fill(store);
      bucket.stop();
      assertThatThrownBy(() -> store.erase(ACME, STREAM, SECRET))
          .isInstanceOf(EventStoreUnavailable.class)
          .hasMessageContaining("could not delete");
      assertThat(ids(store, ACME)).hasSize(50);
      bucket.start();
      assertThat(holding(bucket.objects(), SECRET)).hasSize(1);

      assertThat(store.erase(ACME, STREAM, SECRET)).isZero();
      assertThat(holding(bucket.objects(), SECRET)).isEmpty();
    }
  }

  @Test
  void nothingOfAnErasedTenantIsLeftInTheBucket() throws Exception {
    try (var store = open(0)) {
      fill(store);
      store.eraseTenant(ACME);

      assertThat(Bucketed.parquet(bucket.objectsBelow().resolve(ACME.toString()))).isEmpty();
      assertThat(bucket.objects()).hasSize(3);
      assertThat(ids(store, ACME)).isEmpty();
      assertThat(ids(store, GLOBEX)).hasSize(50);
      assertThat(dir.resolve("segments/visits").resolve(ACME.toString())).doesNotExist();
    }
  }

  @Test
  void expiredObjectsAreDeletedAndOthersKept() throws Exception {
    Retention retention =
        (tenant, _) ->
            tenant.equals(ACME)
                ? new Tiers(Period.ofDays(90), null, null, null, null)
                : Tiers.FOREVER;
    try (var store = open(dir, bucket.settings(DAYS, 0), retention)) {
      fill(store);
      store.maintain();
      int before = bucket.objects().size();
      clock.advance(Duration.ofDays(60));
      store.maintain();
      store.maintain();
      assertThat(hereOrBucket(ACME)).isLessThan(5);
      assertThat(hereOrBucket(GLOBEX)).isEqualTo(5);
      assertThat(before).isPositive();
      assertThat(ids(store, GLOBEX)).hasSize(50);
    }
  }

  @Test
  void anotherStoreAtTheSamePrefixTouchesNothingThere(@TempDir Path other) throws Exception {
    try (var store = open(0);
        var intruder = open(other, bucket.settings(DAYS, 0), Retention.DECLARED)) {
      fill(store);
      var objects = bucket.objects();
      intruder.append(ACME, over(50, "i")).join();
      intruder.maintain();
      clock.advance(Duration.ofDays(40));
      intruder.maintain();
      assertThat(bucket.objects()).containsExactlyElementsOf(objects);
      assertThat(Bucketed.parquet(other)).hasSize(5);
      assertThat(ids(intruder, ACME)).hasSize(50);
      assertThat(ids(store, ACME)).hasSize(50).allMatch(id -> id.startsWith("a-"));
    }
  }

  @Test
  void anObjectThatChangedIsRefused() throws Exception {
    try (var store = open(0)) {
      fill(store);
      var object = Bucketed.parquet(bucket.objectsBelow().resolve(ACME.toString())).getFirst();
      var content = Files.readAllBytes(object);
      content[content.length / 2] ^= 1;
      Files.write(object, content);
      assertThatThrownBy(() -> ids(store, ACME))
          .isInstanceOf(EventStoreUnavailable.class)
          .hasMessageContaining("backup");
      assertThat(ids(store, GLOBEX)).hasSize(50);
    }
  }

  @Test
  void anExportHasColdRows(@TempDir Path target) {
    try (var store = open(0)) {
      fill(store);
      assertThat(store.exportTenant(ACME, target)).isEqualTo(50);
    }
  }

  private long hereOrBucket(UUID tenant) throws IOException {
    var names = new java.util.HashSet<Path>();
    hereOf(tenant).forEach(path -> names.add(path.getFileName()));
    Bucketed.parquet(bucket.objectsBelow().resolve(tenant.toString()))
        .forEach(path -> names.add(path.getFileName()));
    return names.size();
  }

  private List<Path> local() throws IOException {
    return Bucketed.parquet(dir.resolve("segments"));
  }

  private List<Path> hereOf(UUID tenant) {
    try {
      return Bucketed.parquet(dir.resolve("segments/visits").resolve(tenant.toString()));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private long coldBytesHere() throws IOException {
    var cold = bucket.objects().stream().map(Path::getFileName).toList();
    long bytes = 0;
    for (var path : local()) {
      bytes += cold.contains(path.getFileName()) ? Files.size(path) : 0;
    }
    return bytes;
  }

  private static List<String> ids(DuckDbEventStore store, UUID tenant) {
    return Visits.ids(store, tenant);
  }

  private long sum(DuckDbEventStore store, Instant from) {
    return ask(store, new Measure.Sum("millis"), from);
  }

  private long median(DuckDbEventStore store, Instant from) {
    return ask(store, new Measure.Quantile("millis", 0.5), from);
  }

  private long ask(DuckDbEventStore store, Measure measure, Instant from) {
    var question =
        new Question(
            STREAM,
            List.of(measure),
            List.of(),
            List.of(),
            from,
            clock.instant(),
            null,
            ZoneOffset.UTC,
            List.of(),
            10);
    var rows = store.ask(ACME, question, SOON).rows();
    return java.util.Objects.requireNonNullElse(
            rows.getFirst().values().getFirst(), BigDecimal.ZERO)
        .longValueExact();
  }

  private static List<String> holding(List<Path> files, String text) throws SQLException {
    var names = files.stream().map(path -> "'" + path + "'").toList();
    var holding = new ArrayList<String>();
    try (var connection = DriverManager.getConnection("jdbc:duckdb:");
        var statement =
            connection.prepareStatement(
                "select distinct filename from read_parquet(%s, filename = true) t where contains(t::varchar, ?)"
                    .formatted(names))) {
      statement.setString(1, text);
      try (var row = statement.executeQuery()) {
        while (row.next()) {
          holding.add(row.getString(1));
        }
      }
    }
    return holding;
  }

  /** Visits of five months, the last first. */
  private static Batch over(int rows, String name) {
    var visits = new ArrayList<@Nullable Object[]>();
    for (int i = 0; i < rows; i++) {
      var row = visit(name + "-" + i, "bob", "/" + i);
      row[1] = NOON.minus(Duration.ofDays(118L * i / rows));
      visits.add(row);
    }
    return new Batch(STREAM, visits);
  }

  private static Batch batch(@Nullable Object[] row) {
    return new Batch(STREAM, List.<@Nullable Object[]>of(row));
  }
}
