package dev.freehold.attribution;

import static dev.freehold.attribution.credit.CreditWorld.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.attribution.credit.CreditModel;
import dev.freehold.attribution.credit.CreditQuery;
import dev.freehold.attribution.credit.CreditRow;
import dev.freehold.attribution.credit.CreditWorld;
import dev.freehold.attribution.credit.GroupBy;
import dev.freehold.kernel.Caller;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CreditedConversionsTest {

  private static final Clock CLOCK = Clock.fixed(NOON.plus(Duration.ofDays(9)), ZoneOffset.UTC);

  private CreditWorld world;

  @BeforeAll
  void openStore(@TempDir Path folder) {
    world = new CreditWorld(folder);
  }

  @AfterAll
  void closeStore() {
    world.close();
  }

  @BeforeEach
  void startOver() {
    world.startOver();
  }

  @Test
  void theConversionsOfARowAddUpToTheRowUnderEveryModel() {
    var random = new Random(7);
    var campaigns = List.of("spring", "brand", "mail");
    for (int person = 0; person < 12; person++) {
      var user = "user-" + person;
      for (int touch = random.nextInt(5); touch > 0; touch--) {
        var when = NOON.minus(Duration.ofHours(random.nextInt(220)));
        var campaign = campaigns.get(random.nextInt(3));
        if (random.nextInt(4) == 0) {
          world.impression(user, when, campaign);
        } else {
          world.click(user, when, random.nextInt(5) == 0 ? null : campaign);
        }
      }
      world.purchase(user, NOON.minus(Duration.ofHours(random.nextInt(48))), 1_001);
      if (random.nextBoolean()) {
        world.purchase(user, NOON, 77);
      }
    }

    var rows = world.report(world.query(GroupBy.CAMPAIGN));

    assertThat(rows).hasSizeGreaterThan(3);
    for (var row : rows) {
      assertAddsUp(row, row.keys().getOrDefault("campaign", ""));
    }
  }

  @Test
  void aClickFromBeforeThePersonWasKnownCounts() {
    world.touch("click", "clk-1", "clk-1", NOON.minus(Duration.ofHours(3)), "spring");
    world.identify("clk-1", "ann", NOON.minus(Duration.ofHours(2)));
    world.purchase("ann", NOON, 50);

    var found = all("spring", Map.of());

    assertThat(found).hasSize(1);
    assertThat(found.getFirst().event().userId()).isEqualTo("ann");
    assertThat(found.getFirst().touches()).isEqualTo(1);
  }

  @Test
  void aShorterLookbackLeavesTheTouchOut() {
    world.click("ann", NOON.minus(Duration.ofDays(3)), "spring");
    world.purchase("ann", NOON, 50);

    assertThat(all("spring", Map.of("lookback", "7"))).hasSize(1);
    assertThat(all("spring", Map.of("lookback", "1"))).isEmpty();
    assertThat(all(GroupBy.ORGANIC, Map.of("lookback", "1"))).hasSize(1);
  }

  private void assertAddsUp(CreditRow row, String key) {
    var conversions = all(key, Map.of());
    for (var model : CreditModel.values()) {
      var credit = BigDecimal.ZERO;
      var revenue = BigDecimal.ZERO;
      for (var conversion : conversions) {
        var part = Objects.requireNonNull(conversion.parts().get(model));
        credit = credit.add(part.credit());
        revenue = revenue.add(part.revenue());
      }
      assertThat(credit).as(key + " " + model).isEqualByComparingTo(row.under(model).conversions());
      assertThat(revenue)
          .as(key + " " + model)
          .isEqualByComparingTo(new BigDecimal(row.under(model).revenue(), 6));
    }
  }

  /** Every page of the list. */
  private List<CreditedConversion> all(String key, Map<String, String> parameters) {
    var verbs = new CreditedConversions(world.store);
    var caller = Caller.system(world.tenant, "test", "req_test");
    var range = new HashMap<>(Map.of("from", "2026-03-10", "to", "2026-03-29"));
    range.putAll(parameters);
    var controls = CreditControls.of(app(), range, CLOCK);
    var found = new ArrayList<CreditedConversion>();
    @Nullable String cursor = null;
    do {
      var page = verbs.list(caller, controls, key, 3, cursor);
      found.addAll(page.rows());
      cursor = page.nextCursor();
    } while (cursor != null);
    return found;
  }

  private App app() {
    return new App(
        world.app,
        null,
        "Web shop",
        App.Platform.WEB,
        Currency.getInstance("EUR"),
        List.of("purchase"),
        CreditQuery.DEFAULT_CLICK_WINDOW,
        CreditQuery.DEFAULT_IMPRESSION_WINDOW,
        ZoneOffset.UTC,
        NOON,
        NOON,
        null,
        1);
  }
}
