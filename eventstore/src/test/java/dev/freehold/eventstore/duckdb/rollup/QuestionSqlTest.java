package dev.freehold.eventstore.duckdb.rollup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.eventstore.Calls;
import dev.freehold.eventstore.Filter;
import dev.freehold.eventstore.Interval;
import dev.freehold.eventstore.Measure;
import dev.freehold.eventstore.Question;
import dev.freehold.eventstore.Rollup;
import dev.freehold.eventstore.Tiers;
import dev.freehold.eventstore.question.Kept;
import dev.freehold.eventstore.question.Planner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The statements as they run, beside the files in {@code resources/question}. */
class QuestionSqlTest {

  private static final UUID TENANT = UUID.fromString("018f0000-0000-7000-8000-000000000001");
  private static final Instant NOW = Instant.parse("2026-06-15T10:20:30Z");

  @Test
  void tokensByModelAndLocalDay() throws IOException {
    assertGolden(
        "tokens_by_model_and_local_day",
        question(
            List.of(new Measure.Count(), new Measure.Sum("tokens"), new Measure.Average("tokens")),
            List.of("model"),
            List.of(),
            Interval.DAY,
            "Europe/Berlin",
            new Question.Order(1, true)),
        Tiers.FOREVER);
  }

  @Test
  void everyMeasureOfAWholeRange() throws IOException {
    assertGolden(
        "every_measure_of_a_whole_range",
        question(Calls.MEASURES, List.of(), List.of(), null, "UTC", new Question.Order(6, true)),
        Tiers.FOREVER);
  }

  @Test
  void hoursOfHalfAnHourOverDaysThatAreLeft() throws IOException {
    assertGolden(
        "hours_of_half_an_hour_over_days_that_are_left",
        question(
            List.of(new Measure.Count()),
            List.of(),
            List.of(new Filter("model", Filter.Test.NOT_IN, List.of("a", "b"))),
            Interval.HOUR,
            "Asia/Kolkata"),
        new Tiers(Period.ofDays(1), Period.ofDays(1), Period.ofDays(60), null, null));
  }

  @Test
  void rowsWhereNoRollupSuffices() throws IOException {
    assertGolden(
        "rows_where_no_rollup_suffices",
        question(
            List.of(new Measure.Distinct("person"), new Measure.Quantile("tokens", 0.9)),
            List.of("project", "model"),
            List.of(new Filter("cost", Filter.Test.AT_LEAST, List.of(0.5))),
            Interval.MONTH,
            "UTC"),
        Tiers.FOREVER);
  }

  @Test
  void valuesAreBoundAndNeverWrittenIntoTheText() {
    var hostile = "'; drop table calls; --";
    var statement =
        statement(
            question(
                List.of(new Measure.Count()),
                List.of(),
                List.of(Filter.is("model", hostile)),
                null,
                "UTC"),
            Tiers.FOREVER);

    assertThat(statement.sql()).doesNotContain("drop table").doesNotContain(TENANT.toString());
    assertThat(statement.values()).contains(hostile, TENANT);
  }

  private static Question question(
      List<Measure> measures,
      List<String> dimensions,
      List<Filter> filters,
      @Nullable Interval interval,
      String zone,
      Question.Order... order) {
    return new Question(
        Calls.STREAM,
        measures,
        dimensions,
        filters,
        Instant.parse("2026-03-27T23:00:00Z"),
        Instant.parse("2026-05-01T22:30:00Z"),
        interval,
        ZoneId.of(zone),
        List.of(order),
        50);
  }

  private static Statement statement(Question question, Tiers tiers) {
    var stream = question.stream();
    var since = stream.rollups().stream().collect(Collectors.toMap(Rollup::name, _ -> Kept.ALWAYS));
    var plan = Planner.plan(question, new Kept(tiers, NOW, since));
    var shape = Optional.of(Shape.of(stream, stream.rollups().getFirst()));
    return new QuestionSql(plan, shape, TENANT, "(rows of the tenant)", 1_000_000).toSql();
  }

  private static void assertGolden(String name, Question question, Tiers tiers) throws IOException {
    var statement = statement(question, tiers);
    var values =
        statement.values().stream().map(v -> "-- " + v + "\n").collect(Collectors.joining());
    var found = statement.sql() + "\n" + values;
    if (Boolean.getBoolean("freehold.update")) {
      Files.writeString(Path.of("src/test/resources/question", name + ".sql"), found);
    } else {
      try (var golden = QuestionSqlTest.class.getResourceAsStream("/question/" + name + ".sql")) {
        var expected =
            golden == null ? "" : new String(golden.readAllBytes(), StandardCharsets.UTF_8);
        assertThat(found).isEqualTo(expected);
      }
    }
  }
}
