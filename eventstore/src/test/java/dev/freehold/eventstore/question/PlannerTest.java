package dev.freehold.eventstore.question;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.eventstore.Column;
import dev.freehold.eventstore.ColumnRole;
import dev.freehold.eventstore.ColumnType;
import dev.freehold.eventstore.Filter;
import dev.freehold.eventstore.Interval;
import dev.freehold.eventstore.Measure;
import dev.freehold.eventstore.Measure.Count;
import dev.freehold.eventstore.Measure.Distinct;
import dev.freehold.eventstore.Measure.Quantile;
import dev.freehold.eventstore.Measure.Sum;
import dev.freehold.eventstore.Question;
import dev.freehold.eventstore.Rollup;
import dev.freehold.eventstore.Stream;
import dev.freehold.eventstore.Tiers;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PlannerTest {

  private static final ZoneId UTC = ZoneId.of("UTC");
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final ZoneId KOLKATA = ZoneId.of("Asia/Kolkata");
  private static final Instant NOW = Instant.parse("2026-06-15T10:20:30Z");
  private static final Tiers RAW_90_DAYS = new Tiers(Period.ofDays(90), null, null, null, null);

  private static final Stream CALLS =
      new Stream(
              "calls",
              "id",
              "at",
              "person",
              List.of(
                  Column.required("id", ColumnType.TEXT),
                  Column.required("at", ColumnType.TIMESTAMP),
                  Column.optional("person", ColumnType.TEXT).as(ColumnRole.IDENTITY),
                  Column.optional("model", ColumnType.TEXT).as(ColumnRole.DIMENSION),
                  Column.optional("project", ColumnType.UUID).as(ColumnRole.DIMENSION),
                  Column.optional("tokens", ColumnType.LONG).as(ColumnRole.MEASURE)))
          .rolledUp("by_both", List.of("model", "project"), new Sum("tokens"))
          .rolledUp(
              "by_model",
              List.of("model"),
              new Sum("tokens"),
              new Quantile("tokens", 0.5),
              new Distinct("person"));

  @Test
  void theMiddleIsReadCoarselyAndTheEdgesFinely() {
    var plan = plan(null, UTC, "2026-01-31T22:58:30Z", "2026-03-02T01:00:00Z", Tiers.FOREVER);

    assertThat(read(plan))
        .isEqualTo(
            """
            rows 2026-01-31T22:58:30Z
            by_model/minute 2026-01-31T22:59:00Z
            by_model/hour 2026-01-31T23:00:00Z
            by_model/month 2026-02-01T00:00:00Z
            by_model/day 2026-03-01T00:00:00Z
            by_model/hour 2026-03-02T00:00:00Z
            to 2026-03-02T01:00:00Z""");
    assertThat(plan.sources())
        .containsExactly(
            "rows", "by_model/minute", "by_model/hour", "by_model/day", "by_model/month");
  }

  @Test
  void daysOfUtcAreReadAsDays() {
    var plan =
        plan(Interval.DAY, UTC, "2026-01-01T00:00:00Z", "2026-03-01T00:00:00Z", Tiers.FOREVER);

    assertThat(read(plan)).isEqualTo("by_model/day 2026-01-01T00:00:00Z\nto 2026-03-01T00:00:00Z");
  }

  @Test
  void localDaysAreMadeOfHours() {
    var plan =
        plan(Interval.DAY, BERLIN, "2026-03-27T23:00:00Z", "2026-03-31T22:00:00Z", Tiers.FOREVER);

    assertThat(read(plan)).isEqualTo("by_model/hour 2026-03-27T23:00:00Z\nto 2026-03-31T22:00:00Z");
    assertThat(plan.offsets())
        .containsExactly(
            new Offset(Instant.parse("2026-03-27T23:00:00Z"), 3_600),
            new Offset(Instant.parse("2026-03-29T01:00:00Z"), 7_200));
  }

  @Test
  void localMonthsAreMadeOfDaysBetweenHours() {
    var plan =
        plan(Interval.MONTH, BERLIN, "2026-01-31T23:00:00Z", "2026-03-31T22:00:00Z", Tiers.FOREVER);

    assertThat(read(plan))
        .isEqualTo(
            """
            by_model/hour 2026-01-31T23:00:00Z
            by_model/day 2026-02-01T00:00:00Z
            by_model/hour 2026-02-28T00:00:00Z
            by_model/day 2026-03-01T00:00:00Z
            by_model/hour 2026-03-31T00:00:00Z
            to 2026-03-31T22:00:00Z""");
  }

  @Test
  void halfHoursAreMadeOfMinutesWhileTheyAreKept() {
    var asked = "2026-06-01T18:30:00Z";
    var to = "2026-06-03T18:30:00Z";

    assertThat(read(plan(Interval.DAY, KOLKATA, asked, to, Tiers.FOREVER)))
        .isEqualTo("by_model/minute 2026-06-01T18:30:00Z\nto 2026-06-03T18:30:00Z");
    assertThat(read(plan(Interval.DAY, KOLKATA, asked, to, tiers(1, 1, 90))))
        .isEqualTo("by_model/hour 2026-06-01T18:00:00Z\nto 2026-06-03T19:00:00Z");
  }

  @Test
  void whereHoursAreRetiredDaysOfUtcStandForLocalDays() {
    var plan =
        plan(Interval.DAY, BERLIN, "2025-12-31T23:00:00Z", "2026-06-15T22:00:00Z", tiers(7, 7, 30));

    assertThat(read(plan))
        .isEqualTo(
            """
            by_model/day 2026-01-01T00:00:00Z
            by_model/hour 2026-05-17T00:00:00Z
            to 2026-06-15T22:00:00Z""");
    assertThat(plan.place(dev.freehold.eventstore.Level.DAY)).hasHours(12);
  }

  @Test
  void aRangeWithinTheOnlyBucketLeftIsWidenedToIt() {
    var tiers =
        new Tiers(Period.ofDays(1), Period.ofDays(1), Period.ofDays(1), Period.ofDays(30), null);

    assertThat(read(plan(null, UTC, "2026-06-10T03:00:00Z", "2026-06-10T04:00:00Z", tiers)))
        .isEqualTo("by_model/day 2026-06-10T00:00:00Z\nto 2026-06-11T00:00:00Z");
    assertThat(read(plan(null, UTC, "2026-01-20T00:00:00Z", "2026-03-12T00:00:00Z", tiers)))
        .isEqualTo("by_model/month 2026-01-01T00:00:00Z\nto 2026-04-01T00:00:00Z");
  }

  @Test
  void whatIsNotKeptIsNotAnswered() {
    var tiers =
        new Tiers(
            Period.ofDays(3),
            Period.ofDays(3),
            Period.ofDays(3),
            Period.ofDays(3),
            Period.ofDays(3));

    assertThat(read(plan(null, UTC, "2026-01-01T00:00:00Z", "2026-06-16T00:00:00Z", tiers)))
        .isEqualTo(
            """
            rows 2026-06-12T10:20:30Z
            by_model/minute 2026-06-12T10:21:00Z
            by_model/hour 2026-06-12T11:00:00Z
            by_model/day 2026-06-13T00:00:00Z
            to 2026-06-16T00:00:00Z""");
    var gone = plan(null, UTC, "2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z", tiers);
    assertThat(gone.pieces()).isEmpty();
    assertThat(gone.from()).isEqualTo(gone.to());
  }

  @Test
  void rowsAreReadWhereNoRollupSuffices() {
    var question = question(null, UTC, "2026-01-01T00:00:00Z", "2026-06-01T00:00:00Z");
    var byTokens = new Filter("tokens", Filter.Test.AT_LEAST, List.of(100L));

    assertThat(read(plan(filtered(question, byTokens), RAW_90_DAYS)))
        .isEqualTo("rows 2026-03-17T10:20:30Z\nto 2026-06-01T00:00:00Z");
  }

  @Test
  void aRollupIsChosenThatSufficesWithTheFewestDimensions() {
    var question = question(null, UTC, "2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z");
    var byProject = new Filter("project", Filter.Test.NOT_NULL, List.of());

    assertThat(plan(question, Tiers.FOREVER).sources()).containsExactly("by_model/month");
    assertThat(plan(filtered(question, byProject), Tiers.FOREVER).sources())
        .containsExactly("by_both/month");
    assertThat(
            plan(measured(filtered(question, byProject), new Distinct("person")), Tiers.FOREVER)
                .sources())
        .containsExactly("rows");
    assertThat(plan(measured(question, new Quantile("tokens", 0.99)), Tiers.FOREVER).sources())
        .containsExactly("by_model/month");
  }

  @Test
  void aRollupThatCameLaterAnswersFromItsFirstWholeBucketOn() {
    var question = question(null, UTC, "2026-01-01T00:00:00Z", "2026-06-01T00:00:00Z");
    var later =
        new Kept(Tiers.FOREVER, NOW, java.util.Map.of("by_both", at("2026-05-30T22:00:00Z")));

    assertThat(read(Planner.plan(question, later)))
        .isEqualTo(
            """
            rows 2026-01-01T00:00:00Z
            by_both/hour 2026-05-30T22:00:00Z
            by_both/day 2026-05-31T00:00:00Z
            to 2026-06-01T00:00:00Z""");
  }

  @Test
  void aQuestionMustFitItsStream() {
    var question = question(null, UTC, "2026-01-01T00:00:00Z", "2026-06-01T00:00:00Z");

    assertRefused(measured(question, new Sum("model")), "model is no measure");
    assertRefused(measured(question, new Sum("cost")), "there is no column cost");
    assertRefused(measured(question, new Distinct("tokens")), "cannot be counted distinctly");
    assertRefused(measured(question, new Quantile("tokens", 1.1)), "rank 1.1 of tokens");
    assertRefused(grouped(question, "id"), "id is no dimension");
    assertRefused(grouped(question, "model", "model"), "names the dimension model twice");
    assertRefused(filtered(question, Filter.is("id", "x")), "id is no dimension");
    assertRefused(
        filtered(question, Filter.is("model", 7L)), "model must hold TEXT values, not Long");
    assertRefused(
        filtered(question, new Filter("model", Filter.Test.LESS, List.of("x"))), "has no order");
    assertRefused(
        filtered(question, new Filter("model", Filter.Test.IN, List.of())), "has 0 values");
    assertRefused(
        question(null, UTC, "2026-06-01T00:00:00Z", "2026-06-01T00:00:00Z"), "begins no earlier");
    assertRefused(
        question(null, UTC, "1826-06-01T00:00:00Z", "2026-06-01T00:00:00Z"), "more than 36600");
  }

  private static void assertRefused(Question question, String why) {
    assertThatThrownBy(() -> plan(question, Tiers.FOREVER))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("calls")
        .hasMessageContaining(why);
  }

  private static Plan plan(
      @Nullable Interval interval, ZoneId zone, String from, String to, Tiers tiers) {
    return plan(question(interval, zone, from, to), tiers);
  }

  private static Plan plan(Question question, Tiers tiers) {
    var since = CALLS.rollups().stream().collect(Collectors.toMap(Rollup::name, _ -> Kept.ALWAYS));
    return Planner.plan(question, new Kept(tiers, NOW, since));
  }

  /** Rows, minutes and hours for so many days, days and months for ever. */
  private static Tiers tiers(int raw, int minute, int hour) {
    return new Tiers(Period.ofDays(raw), Period.ofDays(minute), Period.ofDays(hour), null, null);
  }

  private static Question question(
      @Nullable Interval interval, ZoneId zone, String from, String to) {
    return new Question(
        CALLS,
        List.of(new Count(), new Sum("tokens")),
        List.of("model"),
        List.of(),
        at(from),
        at(to),
        interval,
        zone,
        List.of(),
        100);
  }

  private static Question measured(Question q, Measure measure) {
    return changed(q, List.of(measure), q.dimensions(), q.filters());
  }

  private static Question grouped(Question q, String... dimensions) {
    return changed(q, q.measures(), List.of(dimensions), q.filters());
  }

  private static Question filtered(Question q, Filter filter) {
    return changed(q, q.measures(), q.dimensions(), List.of(filter));
  }

  private static Question changed(
      Question q, List<Measure> measures, List<String> dimensions, List<Filter> filters) {
    return new Question(
        q.stream(),
        measures,
        dimensions,
        filters,
        q.from(),
        q.to(),
        q.interval(),
        q.zone(),
        q.order(),
        q.limit());
  }

  private static String read(Plan plan) {
    return plan.pieces().stream()
            .map(piece -> piece.source().name() + " " + piece.from() + "\n")
            .collect(Collectors.joining())
        + "to "
        + plan.to();
  }

  private static Instant at(String instant) {
    return Instant.parse(instant);
  }
}
