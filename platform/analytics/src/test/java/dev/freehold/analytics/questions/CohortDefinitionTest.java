package dev.freehold.analytics.questions;

import static dev.freehold.analytics.AnalyticsWorld.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.analytics.AnalyticsWorld;
import dev.freehold.analytics.AnalyticsWorld.Fact;
import dev.freehold.analytics.questions.CohortDefinition.Did;
import dev.freehold.kernel.error.Invalid;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Members of cohorts beside sets of people, made event by event. */
class CohortDefinitionTest {

  private static final Span TWENTY_DAYS = new Span("P20D", null, null);
  private static final Did VIEWED_THRICE = new Did("view", null, 3, TWENTY_DAYS);
  private static final Did PAID_IN_GERMANY =
      new Did("pay", List.of(Where.is("country", "DE")), null, null);
  private static final Where IS_PRO = Where.is("properties.plan", "pro");

  private static AnalyticsWorld world;

  @BeforeAll
  static void fill(@TempDir Path folder) {
    world = new AnalyticsWorld(folder).fill(61, 1_500, 80, 40);
  }

  @AfterAll
  static void close() {
    world.close();
  }

  private static List<String> members(CohortDefinition definition) {
    definition.check("definition", NOW);
    var sql = Sources.addKnown(world.questions().sql());
    definition.add(sql, NOW);
    return world
        .questions()
        .rows(
            world.caller(),
            sql.add("select person from member order by person").toQuery(),
            row -> row.getString("person"));
  }

  private static Set<String> did(int times, int days, Predicate<Fact> what) {
    return world.tracked().stream()
        .filter(fact -> !fact.at().isBefore(NOW.minusSeconds(days * 86_400L)))
        .filter(what)
        .collect(Collectors.groupingBy(world::person, Collectors.counting()))
        .entrySet()
        .stream()
        .filter(entry -> entry.getValue() >= times)
        .map(Map.Entry::getKey)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Whose last identify with properties said so. */
  private static Set<String> pro() {
    return world.facts.stream()
        .filter(fact -> !fact.isTracked() && fact.plan() != null)
        .collect(
            Collectors.groupingBy(
                world::person,
                Collectors.maxBy(Comparator.comparing(Fact::at).thenComparing(Fact::id))))
        .entrySet()
        .stream()
        .filter(entry -> entry.getValue().filter(fact -> "pro".equals(fact.plan())).isPresent())
        .map(Map.Entry::getKey)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void membersDidItOftenEnough() {
    var expected = did(3, 20, fact -> fact.name().equals("view"));
    assertThat(members(new CohortDefinition(List.of(VIEWED_THRICE), null)))
        .containsExactlyElementsOf(expected)
        .hasSizeBetween(5, 60);
  }

  @Test
  void membersAreWhatTheirLastIdentifySaid() {
    assertThat(members(new CohortDefinition(null, List.of(IS_PRO))))
        .containsExactlyElementsOf(pro())
        .hasSizeGreaterThan(3);
  }

  @Test
  void allOfItMustHold() {
    var expected = did(3, 20, fact -> fact.name().equals("view"));
    expected.retainAll(
        did(1, 30, fact -> fact.name().equals("pay") && "DE".equals(fact.country())));
    assertThat(members(new CohortDefinition(List.of(VIEWED_THRICE, PAID_IN_GERMANY), List.of())))
        .containsExactlyElementsOf(expected);
    expected.retainAll(pro());
    assertThat(
            members(new CohortDefinition(List.of(VIEWED_THRICE, PAID_IN_GERMANY), List.of(IS_PRO))))
        .containsExactlyElementsOf(expected);
  }

  @Test
  void aDefinitionThatSaysNothingIsRefused() {
    assertThatThrownBy(() -> new CohortDefinition(null, null).check("definition", NOW))
        .isInstanceOf(Invalid.class)
        .hasMessageContaining("definition.did");
    var country = new CohortDefinition(null, List.of(Where.is("country", "DE")));
    assertThatThrownBy(() -> country.check("definition", NOW))
        .isInstanceOf(Invalid.class)
        .hasMessageContaining("definition.traits.0.property");
    var never = new CohortDefinition(List.of(new Did("view", null, 0, null)), null);
    assertThatThrownBy(() -> never.check("definition", NOW))
        .isInstanceOf(Invalid.class)
        .hasMessageContaining("definition.did.0.at_least");
  }
}
