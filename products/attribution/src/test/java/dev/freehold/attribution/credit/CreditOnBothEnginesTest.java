package dev.freehold.attribution.credit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.freehold.attribution.AttributionStreams;
import dev.freehold.eventstore.clickhouse.ClickHouseEventStore;
import dev.freehold.eventstore.clickhouse.ClickHouseServer;
import dev.freehold.eventstore.clickhouse.ClickHouseSettings;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same random events in both engines, and the same answers about them. */
class CreditOnBothEnginesTest {

  private static final int EVENTS = 600;

  private static ClickHouseServer server;
  private static CreditWorld duckDb;
  private static CreditWorld clickHouse;

  @BeforeAll
  static void fill(@TempDir Path data, @TempDir Path folder) {
    server = ClickHouseServer.start(data);
    duckDb = new CreditWorld(folder);
    clickHouse =
        new CreditWorld(
            ClickHouseEventStore.open(
                ClickHouseSettings.of(server.url("credit")), AttributionStreams.ALL));
    clickHouse.app = duckDb.app;
    var events = events(new SplittableRandom(20261121));
    for (var world : List.of(duckDb, clickHouse)) {
      world.addAll(events);
      world.identify("click-1", "ann", CreditWorld.NOON);
      world.identify("click-1", "bob", CreditWorld.NOON.plusSeconds(1));
      world.identify("click-2", "bob", CreditWorld.NOON);
      world.identify("bob", "ann", CreditWorld.NOON);
    }
  }

  @AfterAll
  static void close() {
    if (clickHouse != null) {
      duckDb.close();
      clickHouse.close();
    }
    if (server != null) {
      server.close();
    }
  }

  private static List<JourneyEvent> events(SplittableRandom random) {
    var events = new ArrayList<JourneyEvent>();
    for (int i = 0; i < EVENTS; i++) {
      events.add(
          new JourneyEvent(
              "event-" + i,
              one(random, "click", "impression", "click", "purchase", "open"),
              one(random, "ann", "bob", "cid", "dan", "click-1", "click-2"),
              CreditWorld.NOON.minus(Duration.ofHours(6L * random.nextInt(80) - 60)),
              one(random, "paid", "mail", null),
              one(random, "a", "b", "c", null),
              null,
              one(random, "x", null),
              random.nextInt(4) == 0 ? null : random.nextLong(-1_000_000_000L, 9_000_000_000L),
              one(random, "{}", null),
              null));
    }
    return events;
  }

  @SafeVarargs
  private static <T extends @Nullable Object> T one(SplittableRandom random, T... values) {
    return values[random.nextInt(values.length)];
  }

  static List<CreditQuery> queries() {
    var berlin = ZoneId.of("Europe/Berlin");
    var purchase = List.of("purchase");
    return List.of(
        duckDb.query(GroupBy.CAMPAIGN),
        duckDb.query(GroupBy.DAY, GroupBy.EVENT_TYPE),
        duckDb.query(berlin, Map.of(), purchase, GroupBy.CAMPAIGN, GroupBy.DAY, GroupBy.CREATIVE),
        duckDb.query(
            berlin, Map.of(GroupBy.CAMPAIGN, "a"), purchase, GroupBy.CHANNEL, GroupBy.CAMPAIGN),
        duckDb.query(
            ZoneOffset.UTC, Map.of(GroupBy.CAMPAIGN, GroupBy.ORGANIC), purchase, GroupBy.CAMPAIGN),
        duckDb.query(
            ZoneOffset.UTC, Map.of(), List.of("open", "click", "purchase"), GroupBy.EVENT_TYPE));
  }

  @ParameterizedTest
  @MethodSource("queries")
  void aReportIsTheSame(CreditQuery query) {
    var expected = duckDb.report(query);
    var found = clickHouse.report(query);

    assertThat(found).hasSameSizeAs(expected).isNotEmpty();
    for (int i = 0; i < found.size(); i++) {
      var one = found.get(i);
      var other = expected.get(i);
      assertThat(one.keys()).isEqualTo(other.keys());
      assertThat(one.touches()).isEqualTo(other.touches());
      for (var model : CreditModel.values()) {
        // Weights are raised by each engine's own library, which may differ in the last bit.
        long units = model == CreditModel.TIME_DECAY ? one.touches() : 0;
        assertThat(one.under(model).users()).isEqualTo(other.under(model).users());
        assertThat(units(one.under(model).conversions()))
            .isCloseTo(units(other.under(model).conversions()), within(BigInteger.valueOf(units)));
        assertThat(one.under(model).revenue())
            .isCloseTo(other.under(model).revenue(), within(BigInteger.valueOf(units)));
      }
    }
  }

  private static BigInteger units(BigDecimal conversions) {
    return conversions.movePointRight(12).toBigIntegerExact();
  }

  @Test
  void aJourneyAndItsPagesAreTheSame() {
    for (var person : List.of("ann", "bob", "cid", "click-1", "nobody")) {
      for (boolean touches : List.of(true, false)) {
        JourneyQuery.@Nullable Cursor before = null;
        for (int page = 0; page < 3; page++) {
          var query =
              new JourneyQuery(
                  duckDb.app,
                  person,
                  CreditWorld.NOON.minus(Duration.ofDays(15)),
                  CreditWorld.NOON.plus(Duration.ofDays(15)),
                  touches,
                  before,
                  20);
          var expected = Credits.journey(duckDb.store, duckDb.tenant, query);
          assertThat(Credits.journey(clickHouse.store, clickHouse.tenant, query))
              .isEqualTo(expected);
          if (!expected.isEmpty()) {
            before =
                new JourneyQuery.Cursor(
                    expected.getLast().occurredAt(), expected.getLast().eventId());
          }
        }
      }
    }
  }
}
