package dev.freehold.analytics.people;

import static dev.freehold.analytics.AnalyticsWorld.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.analytics.AnalyticsWorld;
import dev.freehold.analytics.AnalyticsWorld.Fact;
import dev.freehold.analytics.questions.Span;
import dev.freehold.kernel.error.NotFound;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People, scores and metrics beside the events, one by one. */
class PeopleTest {

  private static AnalyticsWorld world;

  @BeforeAll
  static void fill(@TempDir Path folder) {
    world = new AnalyticsWorld(folder).fill(51, 1_200, 60, 60);
  }

  @AfterAll
  static void close() {
    world.close();
  }

  @Test
  void theScoreIsTheFormulaOfItsJavadoc() {
    var verbs = new EngagementScores(world.questions(), world.noCohorts());
    var scores = verbs.list(world.caller(), null, null, 1_000, null).rows();
    var from = NOW.minus(Duration.ofDays(30));
    var byPerson =
        world.tracked().stream()
            .filter(fact -> fact.at().isAfter(from))
            .collect(Collectors.groupingBy(world::person));
    assertThat(scores)
        .extracting(Engagement::personId)
        .containsExactlyInAnyOrderElementsOf(byPerson.keySet());
    for (var score : scores) {
      var events = Objects.requireNonNull(byPerson.get(score.personId()));
      var last = events.stream().map(Fact::at).max(Comparator.naturalOrder()).orElseThrow();
      long days =
          events.stream()
              .map(fact -> fact.at().atZone(ZoneOffset.UTC).toLocalDate())
              .distinct()
              .count();
      long kinds = events.stream().map(Fact::name).distinct().count();
      var exact =
          new BigDecimal(40 * (30 - Duration.between(last, NOW).toDays()))
              .divide(new BigDecimal(30), 2, RoundingMode.DOWN)
              .add(new BigDecimal(2 * Math.min(days, 20) + 4 * Math.min(kinds, 5)));
      assertThat(score.score()).isEqualByComparingTo(exact);
      assertThat(score.lastSeen()).isEqualTo(last);
    }
    assertThat(scores)
        .isSortedAccordingTo(
            Comparator.comparing(Engagement::score).reversed().thenComparing(Engagement::personId));
    assertThat(scores.getFirst().score()).isBetween(BigDecimal.TEN, new BigDecimal(100));
  }

  @Test
  void pagesCoverEverybodyOnce() {
    var verbs = new EngagementScores(world.questions(), world.noCohorts());
    var whole = verbs.list(world.caller(), null, null, 1_000, null).rows();
    var paged = new ArrayList<Engagement>();
    String cursor = null;
    do {
      var page = verbs.list(world.caller(), null, null, 7, cursor);
      paged.addAll(page.rows());
      cursor = page.nextCursor();
    } while (cursor != null);
    assertThat(paged).isEqualTo(whole);
  }

  @Test
  void peopleAreListedWithWhatTheyDid() {
    var span = new Span("P20D", null, null);
    var from = span.at(NOW).from();
    var byPerson =
        world.tracked().stream()
            .filter(fact -> !fact.at().isBefore(from))
            .collect(Collectors.groupingBy(world::person));
    var listed = new People(world.questions()).list(world.caller(), span, null, 1_000, null).rows();
    assertThat(listed)
        .extracting(Person::personId)
        .containsExactlyInAnyOrderElementsOf(byPerson.keySet());
    for (var person : listed) {
      var times =
          Objects.requireNonNull(byPerson.get(person.personId())).stream()
              .map(Fact::at)
              .sorted()
              .toList();
      assertThat(person)
          .isEqualTo(
              new Person(person.personId(), times.getFirst(), times.getLast(), times.size()));
    }
    assertThat(listed).isSortedAccordingTo(Comparator.comparing(Person::lastSeen).reversed());
    assertThat(new People(world.questions()).list(world.caller(), span, "P1", 1_000, null).rows())
        .extracting(Person::personId)
        .containsExactlyInAnyOrderElementsOf(
            byPerson.keySet().stream().filter(id -> id.contains("p1")).toList());
  }

  @Test
  void aProfileHoldsWhatAllIdsOfAPersonDid(@TempDir Path folder) {
    try (var other = new AnalyticsWorld(folder)) {
      other.add(
          List.of(
              Fact.of("1", "view", "visitor", NOW.minusSeconds(30)),
              identify("2", "anna", "free", 20),
              identify("3", "visitor", "pro", 10),
              Fact.of("4", "view", "somebody else", NOW.minusSeconds(5))));
      other.alias("visitor", "anna", NOW);
      var people = new People(other.questions());
      var profile = people.profile(other.caller(), "visitor", 50, null);
      assertThat(profile).isEqualTo(people.profile(other.caller(), "anna", 50, null));
      assertThat(profile.personId()).isEqualTo("anna");
      assertThat(profile.ids()).containsExactly("anna", "visitor");
      assertThat(profile.traits()).containsEntry("plan", "pro").containsEntry("seats", 3);
      assertThat(profile.timeline())
          .extracting(PersonProfile.Deed::eventId)
          .containsExactly("3", "2", "1");
      var page = people.profile(other.caller(), "anna", 2, null);
      assertThat(page.timeline()).hasSize(2);
      assertThat(people.profile(other.caller(), "anna", 2, page.nextCursor()).timeline())
          .extracting(PersonProfile.Deed::eventId)
          .containsExactly("1");
      assertThatThrownBy(() -> people.profile(other.caller(), "nobody", 50, null))
          .isInstanceOf(NotFound.class);
    }
  }

  private static Fact identify(String id, String person, String plan, long secondsAgo) {
    return new Fact(
        id,
        "identify",
        "identify",
        person,
        NOW.minusSeconds(secondsAgo),
        null,
        null,
        null,
        plan,
        null);
  }

  @Test
  void thereIsOneMetricForEachProgramAndDay() {
    var span = new Span("P30D", null, "Europe/Berlin");
    var from = span.at(NOW).from();
    var expected = new TreeMap<String, BigDecimal>();
    var people = new TreeMap<String, Set<String>>();
    for (var fact : world.tracked()) {
      if (fact.program() != null && !fact.at().isBefore(from)) {
        var day = fact.at().atZone(ZoneId.of("Europe/Berlin")).toLocalDate();
        expected.merge(key(fact, "events", day), BigDecimal.ONE, BigDecimal::add);
        expected.merge(key(fact, "event:" + fact.name(), day), BigDecimal.ONE, BigDecimal::add);
        if (fact.value() != null) {
          expected.merge(
              key(fact, "value", day), BigDecimal.valueOf(fact.value()), BigDecimal::add);
        }
        people
            .computeIfAbsent(key(fact, "people", day), _ -> new TreeSet<>())
            .add(world.person(fact));
      }
    }
    people.forEach((key, who) -> expected.put(key, BigDecimal.valueOf(who.size())));
    var verbs = new ProgramMetrics(world.questions());
    var rows = metrics(verbs, span, null);
    assertThat(rows).hasSameSizeAs(expected.keySet());
    for (var row : rows) {
      assertThat(row.value())
          .as(row.toString())
          .isEqualByComparingTo(expected.get(row.day() + " " + row.id() + " " + row.metric()));
    }
    assertThat(metrics(verbs, span, "club"))
        .isNotEmpty()
        .containsExactlyElementsOf(rows.stream().filter(row -> row.id().equals("club")).toList());
  }

  private static List<Metric> metrics(ProgramMetrics verbs, Span span, @Nullable String id) {
    return verbs
        .list(world.caller(), ProgramMetrics.Of.PROGRAM, id, span, ProgramMetrics.MAX_ROWS, null)
        .rows();
  }

  private static String key(Fact fact, String metric, LocalDate day) {
    return day + " " + fact.program() + " " + metric;
  }
}
