package dev.freehold.eventstore.duckdb.rollup;

import dev.freehold.eventstore.Answer;
import dev.freehold.eventstore.Measure;
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
  private final boolean estimates;

  Answering(Plan plan) {
    this.plan = plan;
    estimates = !QuestionSql.isExact(plan);
  }

  Answer.Row row(ResultSet row) throws SQLException {
    int at = 1;
    Instant step = null;
    var interval = plan.question().interval();
    if (interval != null) {
      var key = row.getObject(at++, LocalDateTime.class);
      step = Steps.begin(interval, key, plan.question().zone());
    }
    var dimensions = new ArrayList<@Nullable String>();
    for (int i = 0; i < plan.question().dimensions().size(); i++) {
      dimensions.add(row.getString(at++));
    }
    at++;
    var values = new ArrayList<@Nullable BigDecimal>();
    for (var measure : plan.question().measures()) {
      values.add(value(measure, row, at));
      at += 2;
    }
    return new Answer.Row(step, dimensions, values);
  }

  private @Nullable BigDecimal value(Measure measure, ResultSet row, int at) throws SQLException {
    return switch (measure) {
      case Measure.Count _ -> number(row.getObject(at));
      case Measure.Sum _ -> isZero(row, at + 1) ? null : number(row.getObject(at));
      case Measure.Average _ -> isZero(row, at + 1) ? null : average(row, at);
      case Measure.Min _, Measure.Max _ -> number(row.getObject(at));
      case Measure.Distinct _ -> estimates ? distinct(row, at) : number(row.getObject(at));
      case Measure.Quantile(_, var rank) ->
          estimates ? quantile(row, at, rank) : number(row.getObject(at));
    };
  }

  private static boolean isZero(ResultSet row, int at) throws SQLException {
    var count = number(row.getObject(at));
    return count == null || count.signum() == 0;
  }

  private static @Nullable BigDecimal average(ResultSet row, int at) throws SQLException {
    var sum = number(row.getObject(at));
    var count = number(row.getObject(at + 1));
    return sum == null || count == null ? null : sum.divide(count, MathContext.DECIMAL64);
  }

  private static BigDecimal distinct(ResultSet row, int at) throws SQLException {
    var tally = new DistinctTally();
    tally.addSketches(row.getArray(at));
    tally.addValues(row.getArray(at + 1));
    return BigDecimal.valueOf(Math.round(tally.estimate()));
  }

  private static @Nullable BigDecimal quantile(ResultSet row, int at, double rank)
      throws SQLException {
    var tally = new QuantileTally();
    tally.addSketches(row.getArray(at));
    tally.addValues(row.getArray(at + 1));
    return number(tally.quantile(rank));
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
    var ordered = QuestionSql.isOrdered(plan) ? rows : ordered(rows);
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
