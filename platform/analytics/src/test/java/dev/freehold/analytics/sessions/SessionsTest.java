package dev.freehold.analytics.sessions;

import static dev.freehold.analytics.AnalyticsWorld.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.freehold.analytics.AnalyticsWorld;
import dev.freehold.analytics.AnalyticsWorld.Fact;
import dev.freehold.analytics.questions.Property;
import dev.freehold.analytics.questions.Span;
import dev.freehold.eventstore.Interval;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions, top lists and live users beside the events, one by one. */
class SessionsTest {

  private static final Span RANGE = new Span("P2D", null, null);

  private static AnalyticsWorld world;

  @BeforeAll
  static void fill(@TempDir Path folder) {
    world = new AnalyticsWorld(folder).fill(41, 2_000, 12, 3);
  }

  @AfterAll
  static void close() {
    world.close();
  }

  /** All sessions that began in the range, from events of all time. */
  private static List<List<Fact>> sessions() {
    var sessions = new ArrayList<List<Fact>>();
    var byPerson =
        world.tracked().stream()
            .sorted(Comparator.comparing(Fact::at).thenComparing(Fact::id))
            .collect(Collectors.groupingBy(world::person));
    for (var events : byPerson.values()) {
      List<Fact> session = new ArrayList<>();
      for (var event : events) {
        if (!session.isEmpty()
            && Duration.between(session.getLast().at(), event.at()).toMinutes() >= 30
            && !event.at().equals(session.getLast().at().plus(Duration.ofMinutes(30)))) {
          sessions.add(session);
          session = new ArrayList<>();
        }
        session.add(event);
      }
      sessions.add(session);
    }
    var from = RANGE.at(NOW).from();
    return sessions.stream().filter(found -> !found.getFirst().at().isBefore(from)).toList();
  }

  private static List<SessionsRow> ask(SessionsQuestion question) {
    return new VisitSessions(world.questions(), world.noCohorts()).ask(world.caller(), question);
  }

  @Test
  void aSessionLastsUntilAPauseOfThirtyMinutes() {
    var row = ask(SessionsQuestion.of(RANGE)).getFirst();
    assertRow(row, sessions());
    assertThat(row.bounceRate()).isBetween(0.05, 0.95);
  }

  private static void assertRow(SessionsRow row, List<List<Fact>> sessions) {
    assertThat(row.sessions()).isEqualTo(sessions.size());
    assertThat(row.people())
        .isEqualTo(
            sessions.stream().map(found -> world.person(found.getFirst())).distinct().count());
    assertThat(row.bounceRate())
        .isCloseTo(average(sessions, found -> found.size() == 1 ? 1.0 : 0.0), within(1e-9));
    assertThat(row.averageSeconds())
        .isCloseTo(
            average(
                sessions,
                found ->
                    (double)
                        Duration.between(found.getFirst().at(), found.getLast().at()).toSeconds()),
            within(1e-6));
    assertThat(row.pagesPerSession())
        .isCloseTo(
            average(
                sessions,
                found -> (double) found.stream().filter(fact -> fact.path() != null).count()),
            within(1e-9));
  }

  private static double average(List<List<Fact>> sessions, Function<List<Fact>, Double> value) {
    return sessions.stream().mapToDouble(value::apply).average().orElse(0);
  }

  @Test
  void sessionsBelongToTheStepAndTheKeyTheyBeganWith() {
    var question = new SessionsQuestion(RANGE, Interval.HOUR, "country", null, 100);
    var rows = ask(question);
    var expected =
        sessions().stream()
            .collect(
                Collectors.groupingBy(
                    found ->
                        found.getFirst().at().truncatedTo(ChronoUnit.HOURS)
                            + " "
                            + Objects.requireNonNullElse(
                                found.getFirst().country(), Property.NONE)));
    assertThat(rows).hasSameSizeAs(expected.keySet());
    for (var row : rows) {
      assertRow(row, Objects.requireNonNull(expected.get(row.start() + " " + row.key())));
    }
  }

  @Test
  void anEventThatArrivesLateJoinsTwoSessions(@TempDir Path folder) {
    try (var other = new AnalyticsWorld(folder)) {
      var start = NOW.minus(Duration.ofHours(3));
      other.add(
          List.of(
              Fact.of("1", "view", "anna", start),
              Fact.of("2", "view", "anna", start.plus(Duration.ofMinutes(50)))));
      var verbs = new VisitSessions(other.questions(), other.noCohorts());
      assertThat(verbs.ask(other.caller(), SessionsQuestion.of(RANGE)).getFirst().sessions())
          .isEqualTo(2);
      other.add(List.of(Fact.of("3", "view", "anna", start.plus(Duration.ofMinutes(25)))));
      var row = verbs.ask(other.caller(), SessionsQuestion.of(RANGE)).getFirst();
      assertThat(row.sessions()).isEqualTo(1);
      assertThat(row.averageSeconds()).isEqualTo(3_000);
    }
  }

  @Test
  void topListsCountEventsAndPeople() {
    var from = RANGE.at(NOW).from();
    var events = world.tracked().stream().filter(fact -> !fact.at().isBefore(from)).toList();
    assertTop("country", events, Fact::country);
    assertTop("path", events, Fact::path);
    assertTop("properties.plan", events, Fact::plan);
    assertTop("name", events, Fact::name);
  }

  @Test
  void entryAndExitPagesAreThoseOfSessions() {
    var pages =
        sessions().stream()
            .map(found -> found.stream().filter(fact -> fact.path() != null).toList())
            .filter(found -> !found.isEmpty())
            .toList();
    assertTop(TopQuestion.ENTRY_PAGE, pages.stream().map(List::getFirst).toList(), Fact::path);
    assertTop(TopQuestion.EXIT_PAGE, pages.stream().map(List::getLast).toList(), Fact::path);
  }

  private static void assertTop(
      String by, List<Fact> facts, Function<Fact, @Nullable String> value) {
    Map<String, List<Fact>> groups = new HashMap<>();
    facts.stream()
        .filter(fact -> value.apply(fact) != null)
        .forEach(
            fact ->
                groups
                    .computeIfAbsent(String.valueOf(value.apply(fact)), _ -> new ArrayList<>())
                    .add(fact));
    var rows =
        new TopLists(world.questions(), world.noCohorts())
            .ask(world.caller(), TopQuestion.of(by, RANGE));
    assertThat(rows)
        .containsExactlyElementsOf(
            groups.entrySet().stream()
                .map(
                    group ->
                        new TopRow(
                            group.getKey(),
                            group.getValue().size(),
                            group.getValue().stream().map(world::person).distinct().count()))
                .sorted(
                    Comparator.comparing((TopRow row) -> -row.times()).thenComparing(TopRow::key))
                .toList());
    assertThat(rows).isNotEmpty();
  }

  @Test
  void liveCountsTheLastMinutes(@TempDir Path folder) {
    try (var other = new AnalyticsWorld(folder).fill(42, 400, 30, 1)) {
      var half = new ArrayList<Fact>();
      for (int i = 0; i < 80; i++) {
        half.add(Fact.of("live-" + i, "view", "p" + i % 7, NOW.minusSeconds(i * 31L)));
      }
      other.add(half);
      var live = new LiveUsers(other.questions()).now(other.caller());
      assertThat(live.lastFiveMinutes()).isEqualTo(people(other, Duration.ofMinutes(5)));
      assertThat(live.lastThirtyMinutes()).isEqualTo(people(other, Duration.ofMinutes(30)));
      for (var minute : live.minutes()) {
        assertThat(minute.people())
            .isEqualTo(
                since(other, Duration.ofMinutes(30))
                    .filter(
                        fact -> fact.at().truncatedTo(ChronoUnit.MINUTES).equals(minute.start()))
                    .map(other::person)
                    .distinct()
                    .count())
            .isPositive();
      }
      assertThat(live.minutes()).extracting(Live.Minute::start).isSorted();
      assertThat(live.latest()).extracting(Live.Seen::eventId).first().isEqualTo("live-0");
      assertThat(live.latest())
          .hasSizeLessThanOrEqualTo(LiveUsers.LATEST)
          .isSortedAccordingTo(Comparator.comparing(Live.Seen::occurredAt).reversed());
    }
  }

  private static long people(AnalyticsWorld other, Duration back) {
    return since(other, back).map(other::person).distinct().count();
  }

  private static Stream<Fact> since(AnalyticsWorld other, Duration back) {
    Instant from = NOW.minus(back);
    return other.tracked().stream().filter(fact -> !fact.at().isBefore(from));
  }
}
