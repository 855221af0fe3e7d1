package dev.freehold.analytics.reports;

import static dev.freehold.analytics.AnalyticsWorld.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.freehold.analytics.AnalyticsWorld;
import dev.freehold.analytics.AnalyticsWorld.Fact;
import dev.freehold.analytics.questions.EventMatch;
import dev.freehold.analytics.questions.Span;
import dev.freehold.analytics.questions.Where;
import dev.freehold.kernel.error.Invalid;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Funnels beside {@link FunnelReference}, which tries every way of every person. */
class FunnelsTest {

  private static Funnel ask(AnalyticsWorld world, FunnelQuestion question) {
    return new Funnels(world.questions(), world.noCohorts()).ask(world.caller(), question);
  }

  @ParameterizedTest
  @CsvSource({
    "1, PT6H, false, view add pay",
    "2, P2D, false, view add pay share",
    "3, P14D, false, view view view",
    "4, P1D, false, view add view pay",
    "5, P10D, true, view add pay",
    "6, P10D, true, view view add",
    "7, PT3H, true, view view view view",
    "8, P14D, false, add * pay",
    "9, P5D, true, view * add",
  })
  void everyStepHasThePeopleWhoFoundAWayToIt(
      int seed, String window, boolean strict, String names, @TempDir Path folder) {
    var steps =
        List.of(names.split(" ")).stream()
            .map(name -> name.equals("*") ? EventMatch.any() : EventMatch.named(name))
            .toList();
    try (var world = new AnalyticsWorld(folder).fill(seed, 1_500, 25, 40)) {
      for (var breakdown : new @Nullable String[] {null, "country", "properties.plan"}) {
        var question =
            new FunnelQuestion(
                steps,
                new Span("P20D", "2026-03-28", "Europe/Berlin"),
                window,
                breakdown,
                strict,
                null,
                100);
        var funnel = ask(world, question);
        var reference = new FunnelReference(world, question);
        assertThat(funnel.ways()).isNotEmpty();
        if (breakdown != null) {
          assertThat(funnel.ways())
              .extracting(way -> Objects.requireNonNull(way.key()))
              .containsExactlyInAnyOrderElementsOf(reference.keys());
        }
        for (var way : funnel.ways()) {
          for (int step = 1; step <= steps.size(); step++) {
            var found = way.steps().get(step - 1);
            var expected = reference.reached(way.key(), step);
            assertThat(found.people()).as("%s %s", way.key(), step).isEqualTo(expected.people());
            if (step > 1 && expected.people() > 0) {
              assertThat(Objects.requireNonNull(found.medianSeconds()))
                  .isCloseTo(expected.medianSeconds(), within(1e-3));
            } else {
              assertThat(found.medianSeconds()).isNull();
            }
          }
          assertThat(way.steps().getFirst().people()).isPositive();
        }
      }
    }
  }

  @Test
  void aPersonWithTwoIdsGoesOneWay(@TempDir Path folder) {
    try (var world = new AnalyticsWorld(folder)) {
      var noon = NOW.minus(Duration.ofDays(1));
      world.add(
          List.of(
              Fact.of("1", "visit", "anonymous-1", noon),
              Fact.of("2", "sign up", "anna", noon.plusSeconds(60)),
              Fact.of("3", "pay", "anna", noon.plusSeconds(3_660)),
              Fact.of("4", "visit", "anonymous-2", noon)));
      var question = FunnelQuestion.of("visit", "sign up", "pay");
      assertThat(people(ask(world, question))).containsExactly(2L, 0L, 0L);
      world.alias("anonymous-1", "anna", NOW);
      var funnel = ask(world, question);
      assertThat(people(funnel)).containsExactly(2L, 1L, 1L);
      var last = funnel.ways().getFirst().steps().getLast();
      assertThat(last.medianSeconds()).isEqualTo(3_600.0);
      assertThat(last.conversion()).isEqualTo(0.5);
      assertThat(last.conversionFromPrevious()).isEqualTo(1.0);
    }
  }

  private static List<Long> people(Funnel funnel) {
    return funnel.ways().getFirst().steps().stream().map(Funnel.Step::people).toList();
  }

  @Test
  void stepsHaveConditionsOfTheirOwn(@TempDir Path folder) {
    try (var world = new AnalyticsWorld(folder).fill(11, 800, 10, 20)) {
      var steps =
          List.of(
              new EventMatch("view", List.of(Where.is("country", "DE"))),
              new EventMatch("view", List.of(Where.is("country", "AT"))));
      var question = new FunnelQuestion(steps, null, "P3D", null, null, null, null);
      var reference = new FunnelReference(world, question);
      assertThat(people(ask(world, question)))
          .containsExactly(
              reference.reached(null, 1).people(), reference.reached(null, 2).people());
      assertThat(reference.reached(null, 2).people()).isPositive();
    }
  }

  @Test
  void onlyTheWidestWaysAreToldOf(@TempDir Path folder) {
    try (var world = new AnalyticsWorld(folder).fill(12, 500, 30, 20)) {
      var all = FunnelQuestion.of("view", "add");
      var question = new FunnelQuestion(all.steps(), null, null, "country", null, null, 2);
      var ways = ask(world, question).ways();
      assertThat(ways).hasSize(2);
      assertThat(ways.getFirst().steps().getFirst().people())
          .isGreaterThanOrEqualTo(ways.getLast().steps().getFirst().people());
    }
  }

  @Test
  void whatCannotBeAskedIsRefused(@TempDir Path folder) {
    try (var world = new AnalyticsWorld(folder)) {
      assertThatThrownBy(() -> ask(world, FunnelQuestion.of("only")))
          .isInstanceOf(Invalid.class)
          .hasMessageContaining("steps");
      var question =
          new FunnelQuestion(
              List.of(EventMatch.any(), EventMatch.any()), null, "P900D", null, null, null, null);
      assertThatThrownBy(() -> ask(world, question))
          .isInstanceOf(Invalid.class)
          .hasMessageContaining("window");
    }
  }
}
