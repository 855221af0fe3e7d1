package dev.freehold.attribution.credit;

import static dev.freehold.attribution.credit.CreditWorld.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.attribution.credit.Explanation.LeftOut;
import dev.freehold.attribution.credit.Explanation.Rules;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExplanationTest {

  private static final Rules RULES =
      new Rules(
          CreditQuery.DEFAULT_CLICK_WINDOW,
          CreditQuery.DEFAULT_IMPRESSION_WINDOW,
          CreditQuery.DEFAULT_HALF_LIFE);

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
  void touchesThatDoNotCountSayWhy() {
    world.click("ann", hoursBefore(8 * 24), "old click");
    world.click("ann", hoursBefore(26), "click");
    world.impression("ann", hoursBefore(25), "old impression");
    world.click("ann", hoursBefore(-1), "late click");
    var conversion = world.purchase("ann", NOON, 10);

    var touches = explain(conversion).touches();

    assertThat(touches)
        .extracting(touch -> touch.event().campaign() + ": " + reason(touch.leftOut()))
        .containsExactly(
            "old click: outside_window",
            "click: counts",
            "old impression: outside_window",
            "late click: after_conversion");
    assertThat(touches)
        .extracting(touch -> touch.window().toHours())
        .containsExactly(168L, 168L, 24L, 168L);
    assertThat(touches.getLast().age()).isEqualTo(Duration.ofHours(-1));
    assertThat(touches.getLast().shares()).isEmpty();
    assertThat(touches.get(1).shares().get(CreditModel.LINEAR))
        .isEqualTo(new Explanation.Share(BigDecimal.ONE, 10));
  }

  @Test
  void aClickThatConvertsIsNoTouchOfItself() {
    var click = world.click("ann", NOON, "spring");

    var explanation = explain(click);

    assertThat(explanation.touches())
        .extracting(Explanation.Touch::leftOut)
        .containsExactly(LeftOut.SAME_EVENT);
    assertThat(explanation.isOrganic()).isTrue();
  }

  @Test
  void clicksBeforeThePersonWasKnownAreExplainedToo() {
    world.click("click-1", hoursBefore(2), "link");
    world.identify("click-1", "ann", hoursBefore(1));
    var conversion = world.purchase("ann", NOON, 10);

    assertThat(explain(conversion).touches())
        .extracting(touch -> touch.event().campaign())
        .containsExactly("link");
  }

  @Test
  void anExplanationGivesTheCreditOfTheReport() {
    world.click("ann", hoursBefore(100), "a");
    world.touch("click", "tie-2", "ann", hoursBefore(50), "b");
    world.touch("click", "tie-1", "ann", hoursBefore(50), "c");
    world.impression("ann", hoursBefore(3), "d");
    world.click("ann", NOON, "e");
    var conversion = world.purchase("ann", NOON, 1_000_003);

    var touches = explain(conversion).touches();

    for (var model : CreditModel.values()) {
      for (var touch : touches) {
        var share = Objects.requireNonNull(touch.shares().get(model));
        var row = world.campaign(Objects.requireNonNull(touch.event().campaign()));
        assertThat(share.credit()).as(model.wireName()).isEqualTo(row.under(model).conversions());
        assertThat(share.revenue())
            .as(model.wireName())
            .isEqualTo(row.under(model).revenue().longValue());
      }
    }
  }

  @Test
  void anEventOfAnotherAppOrTenantCannotBeExplained() {
    var conversion = world.purchase("ann", NOON, 10);
    var query = new ConversionQuery(world.app, conversion);

    assertThat(Credits.explain(world.store, UUID.randomUUID(), query, RULES)).isEmpty();
    world.startOver();
    assertThat(
            Credits.explain(
                world.store, world.tenant, new ConversionQuery(world.app, conversion), RULES))
        .isEmpty();
  }

  @Test
  void aJourneyIsReadPageByPageNewestFirst() {
    for (int hour = 1; hour <= 4; hour++) {
      world.click("ann", hoursBefore(2), "tie-" + hour);
    }
    world.purchase("ann", NOON, 10);
    world.click("bob", hoursBefore(1), "other");
    var all = new ArrayList<JourneyEvent>();

    JourneyQuery.Cursor cursor = null;
    for (int page = 0; page < 3; page++) {
      var events = Credits.journey(world.store, world.tenant, journey("ann", false, cursor, 2));
      all.addAll(events);
      cursor = new JourneyQuery.Cursor(events.getLast().occurredAt(), events.getLast().eventId());
    }

    assertThat(all)
        .extracting(JourneyEvent::type)
        .containsExactly("purchase", "click", "click", "click", "click");
    assertThat(all.subList(1, 5))
        .extracting(JourneyEvent::campaign)
        .containsExactly("tie-4", "tie-3", "tie-2", "tie-1");
    assertThat(Credits.journey(world.store, world.tenant, journey("ann", true, null, 10)))
        .hasSize(4);
  }

  @Test
  void aClickThatBecameAPersonsLeavesTheJourneyOfTheClick() {
    world.click("click-1", hoursBefore(2), "link");
    world.identify("click-1", "ann", hoursBefore(1));
    world.identify("click-1", "bob", NOON);

    assertThat(journeyOf("ann")).containsExactly("link");
    assertThat(journeyOf("bob")).isEmpty();
    assertThat(journeyOf("click-1")).isEmpty();
  }

  private List<@Nullable String> journeyOf(String user) {
    var events = Credits.journey(world.store, world.tenant, journey(user, false, null, 10));
    return events.stream().<@Nullable String>map(JourneyEvent::campaign).toList();
  }

  private JourneyQuery journey(
      String user, boolean touchesOnly, JourneyQuery.@Nullable Cursor cursor, int limit) {
    var day = Duration.ofDays(1);
    return new JourneyQuery(
        world.app, user, NOON.minus(day), NOON.plus(day), touchesOnly, cursor, limit);
  }

  private Explanation explain(String event) {
    return Credits.explain(world.store, world.tenant, new ConversionQuery(world.app, event), RULES)
        .orElseThrow();
  }

  private static String reason(@Nullable LeftOut leftOut) {
    return leftOut == null ? "counts" : leftOut.wireName();
  }

  private static Instant hoursBefore(int hours) {
    return NOON.minus(Duration.ofHours(hours));
  }
}
