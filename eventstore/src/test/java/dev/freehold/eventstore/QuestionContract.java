package dev.freehold.eventstore;

import static dev.freehold.eventstore.Calls.MEASURES;
import static dev.freehold.eventstore.Calls.STREAM;
import static dev.freehold.eventstore.Calls.batch;
import static dev.freehold.eventstore.Calls.question;
import static dev.freehold.eventstore.Visits.NOON;
import static dev.freehold.eventstore.Visits.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.eventstore.Calls.Call;
import dev.freehold.eventstore.Measure.Count;
import dev.freehold.eventstore.Measure.Distinct;
import dev.freehold.eventstore.Measure.Quantile;
import dev.freehold.eventstore.Measure.Sum;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How an engine answers questions, from rollups and from rows. */
public interface QuestionContract extends OpenedStore {

  ZoneId UTC = ZoneId.of("UTC");

  @Test
  default void anAnswerIsTheSameBeforeAndAfterItIsRolledUp() {
    reopen(STREAM);
    var calls = calls(500);
    append(ACME, batch(calls.subList(0, 250)));
    store().maintain();
    append(ACME, batch(calls.subList(250, 500)));

    for (int round = 0; round < 2; round++) {
      for (var interval : Interval.values()) {
        assertAnswer(
            calls,
            question(
                MEASURES,
                List.of("model"),
                interval,
                ZoneId.of("America/New_York"),
                NOON.minus(Duration.ofDays(200)),
                NOON.plus(Duration.ofDays(1))));
      }
      store().maintain();
    }
  }

  @Test
  default void noTenantIsInTheAnswerOfAnother() {
    reopen(STREAM);
    append(ACME, batch(List.of(Call.of("a", NOON, "ann", "small", 1))));
    append(GLOBEX, batch(List.of(Call.of("b", NOON, "bob", "large", 10))));

    assertThat(total(ACME)).isEqualTo(1);
    assertThat(total(GLOBEX)).isEqualTo(10);
    store().maintain();
    assertThat(total(ACME)).isEqualTo(1);
    assertThat(total(GLOBEX)).isEqualTo(10);
    assertThat(total(new UUID(7, 7))).isZero();
  }

  @Test
  default void whatIsOldIsAnsweredFromRollupsWhenItsRowsAreGone() {
    var stream =
        STREAM.kept(new Tiers(Period.ofDays(30), Period.ofDays(7), Period.ofDays(90), null, null));
    reopen(stream);
    var old = Call.of("old", NOON.minus(Duration.ofDays(100)), "ann", "small", 5);
    append(ACME, new Batch(stream, Calls.rows(List.of(old))));
    store().maintain();

    var answer =
        store()
            .ask(ACME, of(stream, NOON.minus(Duration.ofDays(365)), NOON, Interval.DAY, 100), SOON);

    assertThat(answer.rows()).hasSize(1);
    assertThat(answer.rows().getFirst().step()).isEqualTo(Instant.parse("2025-11-21T00:00:00Z"));
    assertThat(answer.rows().getFirst().values()).containsExactly(BigDecimal.valueOf(5));
    assertThat(answer.sources()).containsExactly("by_model/hour", "by_model/day");
  }

  @Test
  default void aLateEventIsInItsBucketAtOnce() {
    reopen(STREAM);
    append(ACME, batch(List.of(Call.of("a", NOON, "ann", "small", 1))));
    store().maintain();
    append(ACME, batch(List.of(Call.of("b", NOON.minus(Duration.ofDays(400)), "ann", "small", 2))));

    assertThat(total(ACME)).isEqualTo(3);
    store().maintain();
    assertThat(total(ACME)).isEqualTo(3);
  }

  @Test
  default void aDuplicateCountsOnceInARollup() {
    reopen(STREAM);
    append(ACME, batch(List.of(Call.of("a", NOON, "ann", "small", 1))));
    store().maintain();
    append(ACME, batch(List.of(Call.of("a", NOON, "ann", "small", 1))));
    store().maintain();

    assertThat(total(ACME)).isEqualTo(1);
  }

  @Test
  default void aRollupAddedLaterKnowsOfTheRowsKept() {
    var before = new Stream("calls", "id", "occurred_at", "person", STREAM.columns());
    reopen(before);
    var calls = calls(300);
    append(ACME, new Batch(before, Calls.rows(calls)));
    store().maintain();
    reopen(STREAM);
    store().maintain();
    append(ACME, batch(List.of(Call.of("new", NOON, "ann", "small", 1))));

    var all = new ArrayList<>(calls);
    all.add(Call.of("new", NOON, "ann", "small", 1));
    var question =
        question(
            MEASURES,
            List.of("model"),
            Interval.MONTH,
            UTC,
            NOON.minus(Duration.ofDays(365)),
            NOON.plus(Duration.ofDays(1)));
    assertAnswer(all, question);
    assertThat(store().ask(ACME, question, SOON).sources()).contains("by_model/month");
  }

  @Test
  default void rollupsAreThereAfterReopening() {
    reopen(STREAM);
    var calls = calls(200);
    append(ACME, batch(calls.subList(0, 100)));
    store().maintain();
    append(ACME, batch(calls.subList(100, 200)));
    reopen(STREAM);

    assertAnswer(
        calls,
        question(
            MEASURES,
            List.of(),
            Interval.WEEK,
            ZoneId.of("Asia/Kolkata"),
            NOON.minus(Duration.ofDays(200)),
            NOON.plus(Duration.ofDays(1))));
  }

  @Test
  default void sumsAreExactBeyond64Bits() {
    reopen(STREAM);
    var calls =
        IntStream.range(0, 10)
            .mapToObj(i -> Call.of("big" + i, NOON, "ann", "small", Long.MAX_VALUE))
            .toList();
    append(ACME, batch(calls.subList(0, 4)));
    store().maintain();
    append(ACME, batch(calls.subList(4, 7)));
    store().maintain();
    append(ACME, batch(calls.subList(7, 10)));

    var expected = BigDecimal.valueOf(Long.MAX_VALUE).multiply(BigDecimal.TEN);
    assertThat(ask(new Sum("tokens")).getFirst().values()).containsExactly(expected);
  }

  @Test
  default void distinctCountsAndQuantilesAreWithinTheirError() {
    reopen(STREAM);
    int people = 20_000;
    var calls =
        IntStream.range(0, 2 * people)
            .mapToObj(
                i ->
                    Call.of(
                        "e" + i,
                        NOON.minus(Duration.ofMinutes(i % 5_000)),
                        "p" + i % people,
                        "small",
                        i))
            .toList();
    for (int i = 0; i < calls.size(); i += 10_000) {
      append(ACME, batch(calls.subList(i, i + 10_000)));
      store().maintain();
    }

    // Three standard errors of 1.63 %, and the error of a rank at 99 % confidence.
    assertThat(ask(new Distinct("person")).getFirst().values().getFirst().doubleValue())
        .isBetween(people * 0.95, people * 1.05);
    for (double rank : new double[] {0.01, 0.5, 0.95}) {
      assertThat(
              ask(new Quantile("tokens", rank)).getFirst().values().getFirst().doubleValue()
                  / calls.size())
          .isBetween(rank - 0.02, rank + 0.02);
    }
  }

  @Test
  default void anAnswerIsOrderedAndLimited() {
    reopen(STREAM);
    append(
        ACME,
        batch(
            List.of(
                Call.of("a", NOON, "ann", "small", 1),
                Call.of("b", NOON, "ann", "large", 5),
                Call.of("c", NOON, "bob", "large", 5),
                Call.of("d", NOON, "bob", "medium", 3))));
    for (int round = 0; round < 2; round++) {
      assertThat(models(new Sum("tokens"), true, 2)).containsExactly("large", "medium");
      assertThat(models(new Distinct("person"), true, 2)).containsExactly("large", "medium");
      assertThat(models(new Distinct("person"), false, 2)).containsExactly("medium", "small");
      assertThat(models(new Measure.Average("tokens"), false, 9))
          .containsExactly("small", "medium", "large");
      store().maintain();
    }
  }

  @Test
  default void filtersHoldInRollupsAsInRows() {
    reopen(STREAM);
    var calls = calls(300);
    append(ACME, batch(calls));
    store().maintain();

    for (var filter :
        List.of(
            Filter.is("model", "m1"),
            new Filter("model", Filter.Test.NOT_IN, List.of("m1", "m2")),
            new Filter("model", Filter.Test.IS_NULL, List.of()),
            new Filter("model", Filter.Test.NOT_NULL, List.of()),
            new Filter("tokens", Filter.Test.LESS, List.of(40L)),
            Filter.is("person", "p3"))) {
      var kept = calls.stream().filter(call -> matches(filter, call)).toList();
      var plain =
          question(
              List.of(new Count(), new Sum("tokens")),
              List.of("model"),
              null,
              UTC,
              NOON.minus(Duration.ofDays(365)),
              NOON.plus(Duration.ofDays(1)));
      var question =
          new Question(
              STREAM,
              plain.measures(),
              filter.column().equals("model") ? plain.dimensions() : List.of(),
              List.of(filter),
              plain.from(),
              plain.to(),
              null,
              UTC,
              List.of(),
              100);
      assertAnswer(kept, question);
    }
  }

  @Test
  default void aQuestionThatDoesNotFitItsStreamIsRefused() {
    reopen(STREAM);

    assertThatThrownBy(() -> ask(new Sum("model")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("model");
  }

  private static boolean matches(Filter filter, Call call) {
    var model = call.model();
    return switch (filter.test()) {
      case IN ->
          filter.column().equals("model")
              ? model != null && filter.values().contains(model)
              : "p3".equals(call.person());
      case NOT_IN -> model == null || !filter.values().contains(model);
      case IS_NULL -> model == null;
      case NOT_NULL -> model != null;
      case LESS -> call.tokens() != null && call.tokens() < 40;
      case AT_LEAST -> throw new IllegalArgumentException();
    };
  }

  private List<Answer.Row> ask(Measure measure) {
    return store()
        .ask(
            ACME,
            question(
                List.of(measure),
                List.of(),
                null,
                UTC,
                NOON.minus(Duration.ofDays(500)),
                NOON.plus(Duration.ofDays(1))),
            SOON)
        .rows();
  }

  private long total(UUID tenant) {
    var rows =
        store()
            .ask(
                tenant,
                of(
                    STREAM,
                    NOON.minus(Duration.ofDays(500)),
                    NOON.plus(Duration.ofDays(1)),
                    null,
                    10),
                SOON)
            .rows();
    return rows.isEmpty() ? 0 : rows.getFirst().values().getFirst().longValueExact();
  }

  private List<String> models(Measure by, boolean descending, int limit) {
    var question =
        new Question(
            STREAM,
            List.of(by),
            List.of("model"),
            List.of(),
            NOON.minus(Duration.ofHours(1)),
            NOON.plus(Duration.ofHours(1)),
            null,
            UTC,
            List.of(new Question.Order(0, descending)),
            limit);
    return store().ask(ACME, question, SOON).rows().stream()
        .map(row -> String.valueOf(row.dimensions().getFirst()))
        .toList();
  }

  private static Question of(
      Stream stream, Instant from, Instant to, @Nullable Interval interval, int max) {
    return new Question(
        stream,
        List.of(new Sum("tokens")),
        List.of(),
        List.of(),
        from,
        to,
        interval,
        UTC,
        List.of(),
        max);
  }

  private void assertAnswer(List<Call> calls, Question question) {
    assertThat(plain(store().ask(ACME, question, SOON).rows()))
        .as(question.toString())
        .isEqualTo(plain(new Reference(question).answer(calls)));
  }

  /** 4 and 4.00 are the same. */
  static List<String> plain(List<Answer.Row> rows) {
    return rows.stream()
        .map(
            row ->
                row.step()
                    + " "
                    + row.dimensions()
                    + " "
                    + row.values().stream()
                        .map(v -> v == null ? null : v.stripTrailingZeros().toPlainString())
                        .toList())
        .toList();
  }

  /** So few for each step that estimates are exact; costs that doubles add up exactly. */
  static List<Call> calls(int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                new Call(
                    "c" + i,
                    NOON.minus(Duration.ofMinutes(i * 37L * (i % 11) % 250_000)),
                    i % 7 == 0 ? null : "p" + i % 5,
                    i % 13 == 0 ? null : "m" + i % 3,
                    i % 3 == 0 ? null : new UUID(0, i % 4),
                    i % 5 == 0 ? null : i % 2 == 0,
                    i % 9 == 0 ? null : (long) (i % 100) - 20,
                    i % 8 == 0 ? null : i % 50 / 4.0))
        .toList();
  }
}
