package dev.freehold.attribution.credit;

import static dev.freehold.attribution.credit.CreditModel.FIRST_TOUCH;
import static dev.freehold.attribution.credit.CreditModel.LAST_TOUCH;
import static dev.freehold.attribution.credit.CreditModel.LINEAR;
import static dev.freehold.attribution.credit.CreditModel.POSITION_BASED;
import static dev.freehold.attribution.credit.CreditModel.TIME_DECAY;
import static dev.freehold.attribution.credit.CreditWorld.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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
class CreditReportTest {

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
  void theOnlyTouchTakesEverythingUnderEveryModel() {
    world.click("ann", hoursBefore(5), "spring");
    world.purchase("ann", NOON, 99);

    var row = world.campaign("spring");

    for (var model : CreditModel.values()) {
      assertCredit(row, model, "1", 99);
    }
    assertThat(row.touches()).isEqualTo(1);
    assertThat(world.report(world.query(GroupBy.CAMPAIGN))).hasSize(1);
  }

  @Test
  void twoTouchesShareByModel() {
    world.click("ann", NOON.minus(Duration.ofDays(7)), "early");
    world.click("ann", NOON, "late");
    world.purchase("ann", NOON, 101);

    var early = world.campaign("early");
    assertCredit(early, FIRST_TOUCH, "1", 101);
    assertCredit(early, LAST_TOUCH, "0", 0);
    assertCredit(early, LINEAR, "0.5", 50);
    assertCredit(early, TIME_DECAY, "0.333333333333", 33);
    assertCredit(early, POSITION_BASED, "0.5", 50);
    var late = world.campaign("late");
    assertCredit(late, FIRST_TOUCH, "0", 0);
    assertCredit(late, LAST_TOUCH, "1", 101);
    assertCredit(late, LINEAR, "0.5", 51);
    assertCredit(late, TIME_DECAY, "0.666666666667", 68);
    assertCredit(late, POSITION_BASED, "0.5", 51);
  }

  @Test
  void fiveTouchesGiveTheOuterTwoFortyPercentEach() {
    for (int touch = 1; touch <= 5; touch++) {
      world.click("ann", hoursBefore(10 - touch), "campaign-" + touch);
    }
    world.purchase("ann", NOON, 1_000);

    assertCredit(world.campaign("campaign-1"), POSITION_BASED, "0.4", 400);
    assertCredit(world.campaign("campaign-2"), POSITION_BASED, "0.066666666666", 66);
    assertCredit(world.campaign("campaign-3"), POSITION_BASED, "0.066666666667", 67);
    assertCredit(world.campaign("campaign-4"), POSITION_BASED, "0.066666666667", 67);
    assertCredit(world.campaign("campaign-5"), POSITION_BASED, "0.4", 400);
    assertCredit(world.campaign("campaign-3"), LINEAR, "0.2", 200);
  }

  @Test
  void aTouchWithoutCreditIsStillCountedAsATouch() {
    world.click("ann", hoursBefore(3), "first");
    world.click("ann", hoursBefore(2), "middle");
    world.click("ann", hoursBefore(1), "last");
    world.purchase("ann", NOON, 10);

    var middle = world.campaign("middle");

    assertThat(middle.touches()).isEqualTo(1);
    assertCredit(middle, FIRST_TOUCH, "0", 0);
    assertThat(middle.under(FIRST_TOUCH).users()).isZero();
    assertThat(middle.under(LINEAR).users()).isEqualTo(1);
  }

  @Test
  void touchesOfTheSameMomentAreOrderedByEventId() {
    world.touch("click", "b", "ann", hoursBefore(1), "second");
    world.touch("click", "a", "ann", hoursBefore(1), "first");
    world.purchase("ann", NOON, 10);

    assertCredit(world.campaign("first"), FIRST_TOUCH, "1", 10);
    assertCredit(world.campaign("second"), LAST_TOUCH, "1", 10);
  }

  @Test
  void windowsIncludeTheirEnds() {
    world.click("ann", NOON.minus(Duration.ofDays(7)), "click at the limit");
    world.click("ann", NOON.minus(Duration.ofDays(7)).minusNanos(1_000), "click too old");
    world.impression("ann", hoursBefore(24), "impression at the limit");
    world.impression("ann", hoursBefore(24).minusNanos(1_000), "impression too old");
    world.click("ann", NOON, "click at the conversion");
    world.click("ann", NOON.plusNanos(1_000), "click too late");
    world.purchase("ann", NOON, 10);

    assertThat(campaigns())
        .containsExactlyInAnyOrder(
            "click at the limit", "impression at the limit", "click at the conversion");
  }

  @Test
  void theIntervalOfConversionsIncludesItsStartOnly() {
    var query = world.query(GroupBy.CAMPAIGN);
    world.purchase("ann", query.from(), 1);
    world.purchase("ann", query.from().minusNanos(1_000), 10);
    world.purchase("ann", query.to(), 100);

    assertCredit(world.campaign("(organic)"), LINEAR, "1", 1);
  }

  @Test
  void touchesBeforeTheIntervalCountForItsConversions() {
    var query = world.query(GroupBy.CAMPAIGN);
    world.click("ann", query.from().minus(Duration.ofDays(7)), "early");
    world.purchase("ann", query.from(), 1);

    assertCredit(world.campaign("early"), LINEAR, "1", 1);
  }

  @Test
  void aTouchServesEveryConversionInItsWindowAndItsUserIsCountedOnce() {
    world.click("ann", hoursBefore(1), "spring");
    world.purchase("ann", NOON, 10);
    world.purchase("ann", NOON.plusSeconds(60), 5);

    var row = world.campaign("spring");

    assertCredit(row, LINEAR, "2", 15);
    assertThat(row.touches()).isEqualTo(2);
    assertThat(row.under(LINEAR).users()).isEqualTo(1);
  }

  @Test
  void aRefundTakesRevenueBackToTheLastUnit() {
    world.click("ann", hoursBefore(3), "a");
    world.click("ann", hoursBefore(2), "b");
    world.click("ann", hoursBefore(1), "c");
    world.purchase("ann", NOON, -100);

    assertCredit(world.campaign("a"), LINEAR, "0.333333333333", -34);
    assertCredit(world.campaign("b"), LINEAR, "0.333333333333", -33);
    assertCredit(world.campaign("c"), LINEAR, "0.333333333334", -33);
  }

  @Test
  void theLargestAmountsAreDividedWithoutOverflow() {
    world.click("ann", hoursBefore(3), "a");
    world.click("ann", hoursBefore(2), "b");
    world.click("ann", hoursBefore(1), "c");
    world.purchase("ann", NOON, Revenue.MOST_UNITS);
    world.purchase("ann", NOON, Revenue.MOST_UNITS);
    world.purchase("ann", NOON, -Revenue.MOST_UNITS + 1);

    for (var model : CreditModel.values()) {
      assertThat(
              world.report(world.query(GroupBy.CAMPAIGN)).stream()
                  .map(row -> row.under(model).revenue())
                  .reduce(BigInteger.ZERO, BigInteger::add))
          .as(model.wireName())
          .isEqualTo(BigInteger.valueOf(Revenue.MOST_UNITS + 1));
    }
  }

  @Test
  void touchesOfManyHalfLivesAgoStillShareTheWholeConversion() {
    world.click("ann", NOON.minus(Duration.ofDays(6)), "a");
    world.click("ann", NOON.minus(Duration.ofDays(6)).plusSeconds(1), "b");
    world.purchase("ann", NOON, 12);
    var query = world.query(GroupBy.CAMPAIGN);

    var rows =
        world.report(
            new CreditQuery(
                query.appId(),
                query.models(),
                query.from(),
                query.to(),
                query.clickWindow(),
                query.impressionWindow(),
                Duration.ofSeconds(1),
                ZoneOffset.UTC,
                query.groupBy(),
                query.conversionTypes(),
                Map.of(),
                10,
                0));

    assertThat(rows)
        .extracting(row -> row.under(TIME_DECAY).revenue().longValue())
        .containsExactly(4L, 8L);
  }

  @Test
  void aClickThatIsAConversionIsNoTouchOfItself() {
    world.click("ann", hoursBefore(2), "first");
    world.click("ann", hoursBefore(1), "second");

    var rows =
        world.report(world.query(ZoneOffset.UTC, Map.of(), List.of("click"), GroupBy.CAMPAIGN));

    assertThat(rows)
        .extracting(row -> row.keys().get("campaign"))
        .containsExactly("(organic)", "first");
    assertThat(rows).allSatisfy(row -> assertCredit(row, LINEAR, "1", 0));
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
