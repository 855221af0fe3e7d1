package dev.freehold.eventstore.duckdb.rollup;

import dev.freehold.eventstore.Answer;
import dev.freehold.eventstore.Measure;
import dev.freehold.eventstore.Question;
import dev.freehold.eventstore.duckdb.rollup.tally.DistinctTally;
import dev.freehold.eventstore.duckdb.rollup.tally.QuantileTally;
import dev.freehold.eventstore.question.Plan;
import dev.freehold.eventstore.question.Steps;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the rows of a question's statement, and finishes what SQL cannot: sketches. */
final class Answering {

  private final Plan plan;

  Answering(Plan plan) {
    this.plan = plan;
  }

  /** Where a row of an answer stands; the step as the engine keys it. */
  record Key(@Nullable LocalDateTime step, List<@Nullable String> dimensions) {

    @Nullable Instant begin(Question question) {
      var interval = question.interval();
      return interval == null || step == null ? null : Steps.begin(interval, step, question.zone());
    }
  }

  /** The column of the first measure's value; before it is the number of events. */
  int firstMeasure() {
    var question = plan.question();
    return (question.interval() == null ? 2 : 3) + question.dimensions().size();
  }

  Key key(ResultSet row) throws SQLException {
    int at = 1;
    var step = plan.question().interval() == null ? null : row.getObject(at++, LocalDateTime.class);
    var dimensions = new ArrayList<@Nullable String>();
    for (int i = 0; i < plan.question().dimensions().size(); i++) {
      dimensions.add(row.getString(at++));
    }
    return new Key(step, dimensions);
  }

  Answer.Row row(ResultSet row) throws SQLException {
    var key = key(row);
    int at = firstMeasure();
    var values = new ArrayList<@Nullable BigDecimal>();
    for (var measure : plan.question().measures()) {
      values.add(value(measure, row.getObject(at), row.getObject(at + 1)));
      at += 2;
    }
    return new Answer.Row(key.begin(plan.question()), key.dimensions(), values);
  }

  /**
   * A measure's value.
   *
   * @param value a number, or what estimates one
   * @param count of sums, how many events have a value
   */
  static @Nullable BigDecimal value(
      Measure measure, @Nullable Object value, @Nullable Object count) {
    return switch (measure) {
      case Measure.Count _, Measure.Min _, Measure.Max _ -> number(value);
      case Measure.Sum _ -> isZero(count) ? null : number(value);
      case Measure.Average _ -> isZero(count) ? null : average(value, count);
      case Measure.Distinct _ ->
          value instanceof DistinctTally tally
              ? BigDecimal.valueOf(Math.round(tally.estimate()))
              : number(value);
      case Measure.Quantile(_, var rank) ->
          number(value instanceof QuantileTally tally ? tally.quantile(rank) : value);
    };
  }

  private static boolean isZero(@Nullable Object count) {
    var number = number(count);
    return number == null || number.signum() == 0;
  }

  private static @Nullable BigDecimal average(@Nullable Object value, @Nullable Object count) {
    var sum = number(value);
    var number = number(count);
    return sum == null || number == null ? null : sum.divide(number, MathContext.DECIMAL64);
  }

  private static @Nullable BigDecimal number(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case BigInteger large -> new BigDecimal(large);
      case BigDecimal exact -> exact;
      case Long whole -> BigDecimal.valueOf(whole);
      case Integer whole -> BigDecimal.valueOf(whole);
      // Not the constructor, which would spell out the binary fraction.
      case Double real ->
          Double.isFinite(real) ? BigDecimal.valueOf(real).stripTrailingZeros() : null;
      default -> throw new IllegalStateException("a measure came as " + value.getClass());
    };
  }

  Answer answer(List<Answer.Row> rows) {
    var ordered = QuestionSql.isGathered(plan) ? ordered(rows) : rows;
    return new Answer(ordered, plan.sources(), plan.from(), plan.to());
  }

  /** The order and limit of a question that goes by estimates. */
  private List<Answer.Row> ordered(List<Answer.Row> rows) {
    Comparator<Answer.Row> order = (_, _) -> 0;
    for (var by : plan.question().order()) {
      Comparator<BigDecimal> values =
          by.descending() ? Comparator.reverseOrder() : Comparator.naturalOrder();
      order =
          order.thenComparing(row -> row.values().get(by.measure()), Comparator.nullsLast(values));
    }
    order =
        order.thenComparing(
            Answer.Row::step, Comparator.nullsFirst(Comparator.<Instant>naturalOrder()));
    for (int i = 0; i < plan.question().dimensions().size(); i++) {
      int at = i;
      order =
          order.thenComparing(
              row -> row.dimensions().get(at),
              Comparator.nullsFirst(Comparator.<String>naturalOrder()));
    }
    return rows.stream().sorted(order).limit(plan.question().limit()).toList();
  }
}
