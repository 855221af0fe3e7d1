package dev.freehold.analytics.reports;

import static dev.freehold.analytics.AnalyticsWorld.NOW;

import dev.freehold.analytics.AnalyticsWorld;
import dev.freehold.analytics.AnalyticsWorld.Fact;
import dev.freehold.analytics.questions.EventMatch;
import dev.freehold.analytics.questions.Property;
import dev.freehold.analytics.questions.Where;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A funnel by walking through the events of each person, the definition word for word. */
final class FunnelReference {

  record Expected(long people, double medianSeconds) {}

  /** An event that is a step, tied to the one before. */
  private record Tied(Fact fact, Fact first, @Nullable Tied before) {}

  private final AnalyticsWorld world;
  private final FunnelQuestion question;
  private final Instant from;
  private final Instant to;
  private final Duration window;

  FunnelReference(AnalyticsWorld world, FunnelQuestion question) {
    this.world = world;
    this.question = question;
    var range = question.span().at(NOW);
    from = range.from();
    to = range.to();
    window = question.within();
  }

  Set<String> keys() {
    var keys = new TreeSet<String>();
    journeys().forEach(events -> tied(events, 1).forEach(tied -> keys.add(key(tied.first()))));
    return keys;
  }

  Expected reached(@Nullable String key, int step) {
    var seconds = new ArrayList<Double>();
    for (var events : journeys()) {
      tied(events, step).stream()
          .filter(tied -> key == null || key(tied.first()).equals(key))
          .min(Comparator.comparing(tied -> tied.fact().at()))
          .ifPresent(
              tied ->
                  seconds.add(
                      tied.before() == null
                          ? 0.0
                          : Duration.between(tied.before().fact().at(), tied.fact().at()).toMillis()
                              / 1e3));
    }
    seconds.sort(Comparator.naturalOrder());
    int size = seconds.size();
    double median = size == 0 ? 0 : (seconds.get((size - 1) / 2) + seconds.get(size / 2)) / 2;
    return new Expected(size, median);
  }

  private Iterable<List<Fact>> journeys() {
    Map<String, List<Fact>> byPerson =
        world.tracked().stream()
            .filter(fact -> !fact.at().isBefore(from) && fact.at().isBefore(to.plus(window)))
            .sorted(Comparator.comparing(Fact::at).thenComparing(Fact::id))
            .collect(Collectors.groupingBy(world::person, HashMap::new, Collectors.toList()));
    return byPerson.values();
  }

  private List<Tied> tied(List<Fact> events, int step) {
    if (step == 1) {
      var first =
          events.stream()
              .filter(fact -> is(fact, 1) && fact.at().isBefore(to))
              .map(fact -> new Tied(fact, fact, null))
              .toList();
      return first.stream().filter(tied -> !hidden(tied, first)).toList();
    }
    var before = tied(events, step - 1);
    var tied = new ArrayList<Tied>();
    for (int i = 0; i < events.size(); i++) {
      var fact = events.get(i);
      if (!is(fact, step)) {
        continue;
      }
      var previous = i == 0 ? null : events.get(i - 1);
      before.stream()
          .filter(other -> other.fact().at().isBefore(fact.at()))
          .filter(other -> !question.isStrict() || other.fact().equals(previous))
          .max(Comparator.comparing(other -> other.fact().at()))
          .filter(other -> !fact.at().isAfter(other.first().at().plus(window)))
          .ifPresent(other -> tied.add(new Tied(fact, other.first(), other)));
    }
    return tied;
  }

  /** Of first steps at the same moment the one with the least key counts. */
  private boolean hidden(Tied one, List<Tied> all) {
    return !question.isStrict()
        && question.breakdown() != null
        && all.stream()
            .anyMatch(
                other ->
                    other.fact().at().equals(one.fact().at())
                        && key(other.fact()).compareTo(key(one.fact())) < 0);
  }

  private boolean is(Fact fact, int step) {
    return matches(fact, question.steps().get(step - 1));
  }

  private static boolean matches(Fact fact, EventMatch match) {
    return (match.event() == null || match.event().equals(fact.name()))
        && Objects.requireNonNull(match.where()).stream()
            .map(Where::values)
            .allMatch(
                values -> Objects.requireNonNull(values).contains(String.valueOf(fact.country())));
  }

  private String key(Fact fact) {
    var value =
        switch (String.valueOf(question.breakdown())) {
          case "country" -> fact.country();
          case "properties.plan" -> fact.plan();
          default -> "";
        };
    return value == null ? Property.NONE : value;
  }
}
