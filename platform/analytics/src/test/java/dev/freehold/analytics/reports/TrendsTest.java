package dev.freehold.analytics.reports;

import static dev.freehold.analytics.AnalyticsWorld.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.analytics.AnalyticsWorld;
import dev.freehold.analytics.AnalyticsWorld.Fact;
import dev.freehold.analytics.questions.Property;
import dev.freehold.analytics.questions.Span;
import dev.freehold.analytics.questions.Steps;
import dev.freehold.analytics.questions.Where;
import dev.freehold.analytics.questions.Window;
import dev.freehold.eventstore.Interval;
import dev.freehold.kernel.error.Invalid;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Trends beside a count over all events, one by one. */
class TrendsTest {

  private static AnalyticsWorld world;

  @BeforeAll
  static void fill(@TempDir Path folder) {
    world = new AnalyticsWorld(folder).fill(1, 2_500, 40, 90);
    world.store.maintain();
    // What came since is not in any rollup yet.
    world.fill(2, 500, 40, 90);
  }

  @AfterAll
  static void close() {
    world.close();
  }

  private static Trend ask(TrendQuestion question) {
    return new Trends(world.questions(), world.noCohorts()).ask(world.caller(), question);
  }

  private static TrendQuestion question(
      Series series, Span range, Interval interval, @Nullable String breakdown) {
    return new TrendQuestion(List.of(series), range, interval, breakdown, null, null, 3);
  }

  @ParameterizedTest
  @CsvSource({
    "P30D, HOUR, UTC",
    "P2D, MINUTE, Europe/Berlin",
    "P60D, DAY, Europe/Berlin",
    "P3D, HOUR, Europe/Berlin",
    "P3D, HOUR, Asia/Kolkata",
    "P60D, WEEK, America/New_York",
    "P89D, MONTH, Pacific/Auckland",
    "P30D, DAY, UTC",
  })
  void everyStepCountsItsEvents(String from, Interval interval, String zone) {
    var span = new Span(from, null, zone);
    for (var measure : Series.Measured.values()) {
      var series = new Series("view", null, measure, null);
      var trend = ask(question(series, span, interval, null));
      var facts = inside(span.at(NOW), fact -> fact.name().equals("view"));
      assertThat(trend.lines()).hasSize(1);
      assertLine(trend.lines().getFirst(), trend.steps(), facts, measure);
      assertThat(trend.lines().getFirst().values()).anyMatch(Objects::nonNull);
    }
  }

  private static List<Fact> inside(Window window, Predicate<Fact> wanted) {
    return world.tracked().stream()
        .filter(fact -> !fact.at().isBefore(window.from()) && fact.at().isBefore(window.to()))
        .filter(wanted)
        .toList();
  }

  /** The step of an event is the last one that begins before it or with it. */
  private static void assertLine(
      Trend.Line line, List<Instant> steps, List<Fact> facts, Series.Measured measure) {
    assertValue(line.total(), facts, measure);
    assertThat(line.values()).hasSameSizeAs(steps);
    for (int i = 0; i < steps.size(); i++) {
      var start = steps.get(i);
      var end = i + 1 < steps.size() ? steps.get(i + 1) : Instant.MAX;
      assertValue(
          line.values().get(i),
          facts.stream()
              .filter(fact -> !fact.at().isBefore(start) && fact.at().isBefore(end))
              .toList(),
          measure);
    }
  }

  private static void assertValue(
      @Nullable BigDecimal value, List<Fact> facts, Series.Measured measure) {
    var numbers = facts.stream().map(Fact::value).filter(Objects::nonNull).toList();
    double sum = numbers.stream().mapToDouble(number -> number).sum();
    switch (measure) {
      case COUNT -> assertThat(value).isEqualByComparingTo("" + facts.size());
      case PEOPLE ->
          assertThat(value)
              .isEqualByComparingTo("" + facts.stream().map(world::person).distinct().count());
      case SUM -> assertThat(value).isEqualByComparingTo(BigDecimal.valueOf(sum));
      case AVERAGE -> {
        if (numbers.isEmpty()) {
          assertThat(value).isNull();
        } else {
          assertThat(value)
              .isEqualByComparingTo(
                  BigDecimal.valueOf(sum / numbers.size()).setScale(6, RoundingMode.HALF_EVEN));
        }
      }
    }
  }

  @Test
  void whatRollupsHoldIsReadFromThem() {
    var span = new Span("2026-01-05", "2026-03-20", null);
    var rolled = ask(question(Series.count("view"), span, Interval.DAY, "name"));
    assertThat(rolled.sources()).anyMatch(source -> source.startsWith("by_name/"));
    var people = ask(question(Series.people("view"), span, Interval.DAY, "name"));
    assertThat(people.sources()).containsExactly("rows");
  }

  @ParameterizedTest
  @EnumSource(Series.Measured.class)
  void aBreakdownSplitsIntoTheMostFrequentAndTheOthers(Series.Measured measure) {
    var span = new Span("P60D", null, "Europe/Berlin");
    for (var by : List.of("country", "path", "properties.plan", "name")) {
      var question =
          new TrendQuestion(
              List.of(new Series(null, null, measure, null)),
              span,
              Interval.WEEK,
              by,
              null,
              null,
              2);
      var trend = ask(question);
      var facts = inside(span.at(NOW), _ -> true);
      var top =
          facts.stream()
              .collect(Collectors.groupingBy(fact -> key(fact, by), Collectors.counting()))
              .entrySet()
              .stream()
              .sorted(
                  Map.Entry.<String, Long>comparingByValue()
                      .reversed()
                      .thenComparing(Map.Entry.comparingByKey()))
              .limit(2)
              .map(Map.Entry::getKey)
              .toList();
      assertThat(trend.lines())
          .extracting(Trend.Line::key)
          .containsExactlyInAnyOrder(top.get(0), top.get(1), TrendQuestion.OTHER);
      assertThat(trend.lines().getLast().key()).isEqualTo(TrendQuestion.OTHER);
      for (var line : trend.lines()) {
        Predicate<Fact> own =
            TrendQuestion.OTHER.equals(line.key())
                ? fact -> !top.contains(key(fact, by))
                : fact -> key(fact, by).equals(line.key());
        assertLine(line, trend.steps(), facts.stream().filter(own).toList(), measure);
      }
    }
  }

  private static String key(Fact fact, String by) {
    Function<Fact, @Nullable String> value =
        switch (by) {
          case "country" -> Fact::country;
          case "path" -> Fact::path;
          case "name" -> Fact::name;
          default -> Fact::plan;
        };
    return Objects.requireNonNullElse(value.apply(fact), Property.NONE);
  }

  @Test
  void theRangeBeforeStandsBeside() {
    var span = new Span("P7D", null, "Europe/Berlin");
    var window = span.at(NOW);
    var trend =
        ask(
            new TrendQuestion(
                List.of(Series.count("view"), Series.people("add")),
                span,
                Interval.DAY,
                "country",
                null,
                true,
                2));
    assertThat(window.before().to()).isEqualTo(window.from());
    for (var line : trend.lines()) {
      var before = Objects.requireNonNull(line.before());
      var named =
          trend.lines().stream()
              .filter(other -> other.series() == line.series())
              .map(Trend.Line::key)
              .toList();
      var facts =
          inside(
              window.before(),
              fact ->
                  fact.name().equals(line.label())
                      && (TrendQuestion.OTHER.equals(line.key())
                          ? !named.contains(key(fact, "country"))
                          : key(fact, "country").equals(line.key())));
      assertLine(
          new Trend.Line(
              line.series(), line.label(), line.key(), before.total(), before.values(), null),
          new Steps(window.before(), Interval.DAY).starts(),
          facts,
          line.series() == 0 ? Series.Measured.COUNT : Series.Measured.PEOPLE);
    }
  }

  @Test
  void conditionsKeepWhatTheySay() {
    var conditions =
        Map.<Where, Predicate<Fact>>of(
            Where.is("country", "DE"),
            fact -> "DE".equals(fact.country()),
            new Where("country", Where.Test.IS_NOT, List.of("DE", "AT")),
            fact -> !"DE".equals(fact.country()) && !"AT".equals(fact.country()),
            new Where("path", Where.Test.CONTAINS, List.of("/A")),
            fact -> "/a".equals(fact.path()),
            new Where("path", Where.Test.CONTAINS, List.of("_")),
            _ -> false,
            new Where("value", Where.Test.AT_LEAST, List.of("62.5")),
            fact -> fact.value() != null && fact.value() >= 62.5,
            new Where("properties.seats", Where.Test.LESS, List.of("4")),
            fact -> fact.plan() != null,
            new Where("properties.plan", Where.Test.NOT_SET, null),
            fact -> fact.plan() == null,
            new Where("properties.odd 'key", Where.Test.IS, List.of("true")),
            fact -> fact.plan() != null,
            new Where("path", Where.Test.SET, null),
            fact -> fact.path() != null);
    conditions.forEach(
        (where, meant) -> {
          var series = new Series(null, List.of(where), Series.Measured.COUNT, null);
          var line = ask(TrendQuestion.of(series)).lines().getFirst();
          assertThat(line.total())
              .as(where.toString())
              .isEqualByComparingTo("" + inside(Span.LAST_30_DAYS.at(NOW), meant).size());
        });
  }

  @Test
  void whatCannotBeAskedIsRefusedByField() {
    var fields = new ArrayList<String>();
    for (var question :
        List.of(
            TrendQuestion.of(),
            TrendQuestion.of(new Series("", null, null, null)),
            TrendQuestion.of(new Series("a", null, Series.Measured.SUM, "country")),
            TrendQuestion.of(
                new Series("a", List.of(Where.is("secret", "x")), Series.Measured.COUNT, null)),
            question(Series.count("a"), new Span("P900D", null, null), Interval.DAY, null),
            question(Series.count("a"), new Span("P90D", null, null), Interval.MINUTE, null),
            question(Series.count("a"), new Span(null, null, "Mars/Base"), Interval.DAY, null),
            question(Series.count("a"), new Span("soon", null, null), Interval.DAY, null),
            question(Series.count("a"), Span.LAST_30_DAYS, Interval.DAY, "properties.a\"b"))) {
      assertThatThrownBy(() -> ask(question))
          .isInstanceOfSatisfying(
              Invalid.class, invalid -> fields.add(invalid.fields().getFirst().field()));
    }
    assertThat(fields)
        .containsExactly(
            "series",
            "series.0.event",
            "series.0.of",
            "series.0.where.0.property",
            "range.from",
            "interval",
            "range.zone",
            "range.from",
            "breakdown");
  }
}
