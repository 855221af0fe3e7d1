package dev.freehold.attribution.credit;

import static dev.freehold.attribution.credit.CreditModel.LINEAR;
import static dev.freehold.attribution.credit.CreditModel.TIME_DECAY;
import static dev.freehold.attribution.credit.CreditWorld.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CreditReportKeysTest {

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
  void aConversionWithoutTouchesIsOrganicInEveryKeyOfTouches() {
    world.purchase("ann", NOON, 10);
    world.click("bob", hoursBefore(1), null);
    world.purchase("bob", NOON, 20);

    var rows = world.report(world.query(GroupBy.CHANNEL, GroupBy.CREATIVE));

    assertThat(rows)
        .extracting(CreditRow::keys)
        .containsExactly(
            Map.of("channel", "(none)", "creative", "(none)"),
            Map.of("channel", "(organic)", "creative", "(organic)"));
    assertThat(rows).extracting(CreditRow::touches).containsExactly(1L, 0L);
    assertThat(rows).extracting(row -> row.under(TIME_DECAY).users()).containsExactly(1L, 1L);
    assertCredit(rows.getLast(), TIME_DECAY, "1", 10);
  }

  @Test
  void aClickBeforeThePersonWasKnownBelongsToThePerson() {
    world.click("click-1", hoursBefore(2), "link");
    world.click("ann", hoursBefore(1), "ad");
    world.identify("click-1", "ann", hoursBefore(1));
    world.purchase("ann", NOON, 10);

    assertCredit(world.campaign("link"), LINEAR, "0.5", 5);
    assertCredit(world.campaign("ad"), LINEAR, "0.5", 5);
    assertThat(campaigns()).containsExactlyInAnyOrder("link", "ad");
  }

  @Test
  void theEarliestIdentityOfAClickHoldsThenTheLowestUser() {
    world.click("click-1", hoursBefore(2), "link");
    world.identify("click-1", "late", NOON);
    world.identify("click-1", "zoe", hoursBefore(1));
    world.identify("click-1", "ann", hoursBefore(1));
    world.purchase("ann", NOON, 10);
    world.purchase("zoe", NOON, 20);
    world.purchase("late", NOON, 30);
    world.purchase("click-1", NOON, 40);

    assertCredit(world.campaign("link"), LINEAR, "1", 10);
    assertCredit(world.campaign("(organic)"), LINEAR, "3", 90);
  }

  @Test
  void anIdentityOfTheClickItselfChangesNothing() {
    world.click("click-1", hoursBefore(2), "link");
    world.identify("click-1", "click-1", hoursBefore(1));
    world.purchase("click-1", NOON, 10);

    assertCredit(world.campaign("link"), LINEAR, "1", 10);
  }

  @Test
  void aConversionFallsOnItsDayInTheReportsZoneAlsoWhenClocksChange() {
    var berlin = ZoneId.of("Europe/Berlin");
    world.purchase("ann", Instant.parse("2026-03-28T22:59:59Z"), 1);
    world.purchase("ann", Instant.parse("2026-03-28T23:00:00Z"), 10);
    world.purchase("ann", Instant.parse("2026-03-29T21:59:59Z"), 100);
    world.purchase("ann", Instant.parse("2026-03-29T22:00:00Z"), 1_000);

    var rows = world.report(world.query(berlin, Map.of(), List.of("purchase"), GroupBy.DAY));

    assertThat(rows)
        .extracting(row -> row.keys().get("day") + " " + row.under(LINEAR).revenue())
        .containsExactly("2026-03-29 110", "2026-03-30 1000", "2026-03-28 1");
  }

  @Test
  void keysOfTouchesAndConversionsCombineInTheOrderAskedFor() {
    world.click("ann", hoursBefore(1), "spring");
    world.purchase("ann", NOON, 10);
    world.conversion("signup", "ann", NOON, 0);

    var rows =
        world.report(
            world.query(
                ZoneOffset.UTC,
                Map.of(),
                List.of("signup", "purchase"),
                GroupBy.EVENT_TYPE,
                GroupBy.CAMPAIGN,
                GroupBy.DAY));

    assertThat(rows)
        .extracting(row -> List.copyOf(row.keys().values()))
        .containsExactly(
            List.of("purchase", "spring", "2026-03-20"), List.of("signup", "spring", "2026-03-20"));
  }

  @Test
  void aFilterKeepsRowsButCreditIsSharedWithAllTouches() {
    world.click("ann", hoursBefore(2), "spring");
    world.click("ann", hoursBefore(1), null);
    world.purchase("ann", NOON, 10);
    world.purchase("bob", NOON, 10);

    var paid = reportWhere(Map.of(GroupBy.CHANNEL, "paid"));
    assertThat(paid).hasSize(1);
    assertCredit(paid.getFirst(), LINEAR, "0.5", 5);
    assertThat(reportWhere(Map.of(GroupBy.CHANNEL, "(organic)")))
        .extracting(row -> row.keys().get("campaign"))
        .containsExactly("(organic)");
    assertThat(reportWhere(Map.of(GroupBy.CHANNEL, "nobody's"))).isEmpty();
  }

  @Test
  void rowsAreOrderedByConversionsThenRevenueThenKeysAndCutIntoPages() {
    for (var campaign : List.of("c", "b", "a")) {
      world.click(campaign, hoursBefore(1), campaign);
      world.purchase(campaign, NOON, campaign.equals("b") ? 20 : 10);
    }
    var query = world.query(GroupBy.CAMPAIGN);

    assertThat(campaigns()).containsExactly("b", "a", "c");
    assertThat(
            world.report(
                new CreditQuery(
                    query.appId(),
                    query.models(),
                    query.from(),
                    query.to(),
                    query.clickWindow(),
                    query.impressionWindow(),
                    query.halfLife(),
                    ZoneOffset.UTC,
                    query.groupBy(),
                    query.conversionTypes(),
                    Map.of(),
                    1,
                    1)))
        .extracting(row -> row.keys().get("campaign"))
        .containsExactly("a");
  }

  @Test
  void otherAppsAreNotMixedIn() {
    world.click("ann", hoursBefore(1), "spring");
    world.identify("click-1", "ann", NOON);
    world.startOver();
    world.click("click-1", hoursBefore(1), "link");
    world.purchase("ann", NOON, 10);

    assertThat(campaigns()).containsExactly("(organic)");
  }

  private List<CreditRow> reportWhere(Map<GroupBy, String> where) {
    return world.report(world.query(ZoneOffset.UTC, where, List.of("purchase"), GroupBy.CAMPAIGN));
  }

  private List<String> campaigns() {
    return world.report(world.query(GroupBy.CAMPAIGN)).stream()
        .map(row -> row.keys().getOrDefault("campaign", ""))
        .toList();
  }

  private static void assertCredit(
      CreditRow row, CreditModel model, String conversions, long revenue) {
    var credit = row.under(model);
    assertThat(credit.conversions()).as(model.wireName()).isEqualTo(new BigDecimal(conversions));
    assertThat(credit.revenue()).as(model.wireName()).isEqualTo(revenue);
  }

  private static Instant hoursBefore(int hours) {
    return NOON.minus(Duration.ofHours(hours));
  }
}
