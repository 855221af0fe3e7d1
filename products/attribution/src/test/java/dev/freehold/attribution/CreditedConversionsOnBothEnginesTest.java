package dev.freehold.attribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.attribution.credit.CreditWorld;
import dev.freehold.attribution.credit.GroupBy;
import dev.freehold.attribution.credit.JourneyEvent;
import dev.freehold.eventstore.clickhouse.ClickHouseEventStore;
import dev.freehold.eventstore.clickhouse.ClickHouseServer;
import dev.freehold.eventstore.clickhouse.ClickHouseSettings;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.http.Page;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The conversions behind a row of the report, asked of both engines. */
class CreditedConversionsOnBothEnginesTest {

  private static final int EVENTS = 500;

  @Test
  void thePagesBehindEachRowAreTheSame(@TempDir Path data, @TempDir Path folder) {
    try (var server = ClickHouseServer.start(data);
        var duckDb = new CreditWorld(folder);
        var clickHouse =
            new CreditWorld(
                ClickHouseEventStore.open(
                    ClickHouseSettings.of(server.url("credit")), AttributionStreams.ALL))) {
      clickHouse.app = duckDb.app;
      var events = events(new SplittableRandom(20261121));
      for (var world : List.of(duckDb, clickHouse)) {
        world.addAll(events);
        world.identify("click-1", "ann", CreditWorld.NOON);
        world.identify("bob", "ann", CreditWorld.NOON);
      }
      var controls =
          CreditControls.of(app(duckDb), Map.of(), Clock.fixed(CreditWorld.NOON, ZoneOffset.UTC));
      int seen = 0;
      for (var key : List.of("a", "b", GroupBy.NONE, GroupBy.ORGANIC)) {
        @Nullable String cursor = null;
        do {
          var expected = page(duckDb, controls, key, cursor);
          assertThat(page(clickHouse, controls, key, cursor)).isEqualTo(expected);
          seen += expected.rows().size();
          cursor = expected.nextCursor();
        } while (cursor != null);
      }
      assertThat(seen).isGreaterThan(EVENTS / 10);
    }
  }

  private static Page<CreditedConversion> page(
      CreditWorld world, CreditControls controls, String key, @Nullable String cursor) {
    var caller = Caller.system(world.tenant, "test", "req_test");
    return new CreditedConversions(world.store).list(caller, controls, key, 20, cursor);
  }

  private static App app(CreditWorld world) {
    return new App(
        world.app,
        null,
        "Shop",
        App.Platform.WEB,
        Currency.getInstance("EUR"),
        List.of("purchase"),
        Duration.ofDays(7),
        Duration.ofDays(1),
        ZoneId.of("Europe/Berlin"),
        CreditWorld.NOON,
        CreditWorld.NOON,
        null,
        1);
  }

  private static List<JourneyEvent> events(SplittableRandom random) {
    var events = new ArrayList<JourneyEvent>();
    for (int i = 0; i < EVENTS; i++) {
      events.add(
          new JourneyEvent(
              "event-" + i,
              List.of("click", "impression", "click", "purchase").get(random.nextInt(4)),
              List.of("ann", "bob", "cid", "dan", "click-1").get(random.nextInt(5)),
              CreditWorld.NOON.minus(Duration.ofMinutes(random.nextInt(20 * 1_440))),
              "paid",
              random.nextInt(3) == 0 ? null : random.nextBoolean() ? "a" : "b",
              null,
              null,
              random.nextLong(1_000_000_000L),
              null,
              null));
    }
    return events;
  }
}
