package dev.freehold.analytics.reports;

import static dev.freehold.analytics.AnalyticsWorld.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.analytics.AnalyticsWorld;
import dev.freehold.analytics.AnalyticsWorld.Fact;
import dev.freehold.analytics.questions.Span;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Paths beside a walk through each person's events. */
class PathsTest {

  @ParameterizedTest
  @CsvSource({
    "add, EVENT, AFTER, 3",
    "add, EVENT, BEFORE, 2",
    "/a, PAGE, AFTER, 5",
    "/, PAGE, BEFORE, 1",
  })
  void aWayIsCountedAsOftenAsItWasTaken(
      String at,
      PathsQuestion.By by,
      PathsQuestion.Direction direction,
      int depth,
      @TempDir Path folder) {
    try (var world = new AnalyticsWorld(folder).fill(31, 1_500, 8, 3)) {
      var span = new Span("P2D", null, null);
      var question = new PathsQuestion(at, by, direction, depth, span, null, 100);
      var ways = new Paths(world.questions(), world.noCohorts()).ask(world.caller(), question);
      var times = new HashMap<List<String>, Integer>();
      var people = new HashMap<List<String>, Set<String>>();
      for (var events : journeys(world, span, by)) {
        for (int i = 0; i < events.size(); i++) {
          if (node(events.get(i), by).equals(at)) {
            var way =
                walk(events, i, direction == PathsQuestion.Direction.AFTER ? 1 : -1, depth, by);
            times.merge(way, 1, Integer::sum);
            people.computeIfAbsent(way, _ -> new HashSet<>()).add(world.person(events.get(i)));
          }
        }
      }
      assertThat(ways).hasSize(Math.min(100, times.size())).hasSizeGreaterThan(3);
      assertThat(ways).isSortedAccordingTo(Comparator.comparing(way -> -way.times()));
      for (var way : ways) {
        assertThat(way.times())
            .as(way.toString())
            .isEqualTo(times.getOrDefault(way.steps(), 0).longValue());
        assertThat(way.people()).isEqualTo(Objects.requireNonNull(people.get(way.steps())).size());
      }
      assertThat(ways).anyMatch(way -> way.steps().size() == depth);
      assertThat(ways).anyMatch(way -> way.steps().size() < depth);
    }
  }

  private static Iterable<List<Fact>> journeys(
      AnalyticsWorld world, Span span, PathsQuestion.By by) {
    var window = span.at(NOW);
    return world.tracked().stream()
        .filter(fact -> !fact.at().isBefore(window.from()) && fact.at().isBefore(window.to()))
        .filter(fact -> by == PathsQuestion.By.EVENT || fact.path() != null)
        .sorted(Comparator.comparing(Fact::at).thenComparing(Fact::id))
        .collect(Collectors.groupingBy(world::person))
        .values();
  }

  private static List<String> walk(
      List<Fact> events, int from, int direction, int depth, PathsQuestion.By by) {
    var way = new ArrayList<String>();
    int at = from;
    while (way.size() < depth
        && at + direction >= 0
        && at + direction < events.size()
        && Duration.between(events.get(at).at(), events.get(at + direction).at())
                .abs()
                .compareTo(Duration.ofMinutes(30))
            <= 0) {
      at += direction;
      way.add(node(events.get(at), by));
    }
    return way;
  }

  private static String node(Fact fact, PathsQuestion.By by) {
    return by == PathsQuestion.By.EVENT ? fact.name() : String.valueOf(fact.path());
  }
}
