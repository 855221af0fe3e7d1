package dev.freehold.analytics.reports;

import static dev.freehold.analytics.AnalyticsWorld.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.analytics.AnalyticsWorld;
import dev.freehold.analytics.questions.EventMatch;
import dev.freehold.analytics.questions.Span;
import dev.freehold.analytics.questions.Steps;
import dev.freehold.eventstore.Interval;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Retention beside sets of people, made event by event. */
class RetentionsTest {

  @ParameterizedTest
  @CsvSource({
    "FIRST_TIME, DAY, P85D, UTC",
    "FIRST_TIME, WEEK, P60D, Europe/Berlin",
    "RECURRING, WEEK, P60D, America/New_York",
    "RECURRING, MONTH, P80D, Europe/Berlin",
  })
  void aRowCountsWhoBeganAndWhoOfThemCameBack(
      RetentionQuestion.Kind kind,
      Interval interval,
      String from,
      String zone,
      @TempDir Path folder) {
    try (var world = new AnalyticsWorld(folder).fill(21, 900, 150, 90)) {
      var span = new Span(from, null, zone);
      var question =
          new RetentionQuestion(
              EventMatch.named("view"), EventMatch.named("add"), kind, interval, span, null);
      var answer =
          new Retentions(world.questions(), world.noCohorts()).ask(world.caller(), question);
      var window = span.at(NOW);
      var starts = new Steps(window, interval).starts();
      assertThat(answer.rows()).extracting(Retention.Row::start).isEqualTo(starts);
      long began = 0;
      long back = 0;
      for (int i = 0; i < starts.size(); i++) {
        var row = answer.rows().get(i);
        var beginners = people(world, "view", starts, i, window.from(), window.to());
        if (kind == RetentionQuestion.Kind.FIRST_TIME) {
          beginners.removeAll(earlier(world, starts.get(i), window.from()));
        }
        assertThat(row.people()).isEqualTo(beginners.size());
        assertThat(row.cameBack()).hasSize(starts.size() - i - 1);
        for (int later = i + 1; later < starts.size(); later++) {
          var came = people(world, "add", starts, later, window.from(), window.to());
          came.retainAll(beginners);
          assertThat(row.cameBack().get(later - i - 1)).isEqualTo(came.size());
          back += came.size();
        }
        began += row.people();
      }
      assertThat(began).isGreaterThan(10);
      assertThat(back).isGreaterThan(10);
    }
  }

  private static Set<String> people(
      AnalyticsWorld world, String name, List<Instant> starts, int step, Instant from, Instant to) {
    var end = step + 1 < starts.size() ? starts.get(step + 1) : to;
    return world.tracked().stream()
        .filter(fact -> fact.name().equals(name))
        .filter(fact -> !fact.at().isBefore(from) && !fact.at().isBefore(starts.get(step)))
        .filter(fact -> fact.at().isBefore(end))
        .map(world::person)
        .collect(Collectors.toCollection(HashSet::new));
  }

  /** Who viewed before a step, or before the range began, at any time. */
  private static Set<String> earlier(AnalyticsWorld world, Instant start, Instant from) {
    var moment = start.isAfter(from) ? start : from;
    return world.tracked().stream()
        .filter(fact -> fact.name().equals("view") && fact.at().isBefore(moment))
        .map(world::person)
        .collect(Collectors.toSet());
  }
}
