package dev.freehold.eventstore.duckdb.rollup;

import dev.freehold.eventstore.Answer;
import dev.freehold.eventstore.Measure;
import dev.freehold.eventstore.duckdb.rollup.tally.DistinctTally;
import dev.freehold.eventstore.duckdb.rollup.tally.QuantileTally;
import dev.freehold.eventstore.question.Plan;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Adds up the buckets of a question that has estimates. The engine hands them over one by one: to
 * list a step's sketches takes it three times as long as to merge them here.
 */
final class Gathering implements Collected<Answer.Row> {

  private final Plan plan;
  private final Answering answering;
  private final List<Measure> measures;
  private final boolean sorted;
  private final Map<Answering.Key, Sums> open = new LinkedHashMap<>();
  private final List<Answer.Row> rows = new ArrayList<>();

  Gathering(Plan plan) {
    this.plan = plan;
    answering = new Answering(plan);
    measures = plan.question().measures();
    sorted = QuestionSql.isSorted(plan);
  }

  private static final class Sums {
    final @Nullable Object[] values;
    final @Nullable Object[] counts;

    Sums(int measures) {
      values = new @Nullable Object[measures];
      counts = new @Nullable Object[measures];
    }
  }

  @Override
  public void add(ResultSet row) throws SQLException {
    int at = answering.firstMeasure();
    if (row.getLong(at - 1) == 0) {
      // Of no rows at all there is a row too where nothing is grouped by.
      return;
    }
    var key = answering.key(row);
    if (sorted && !open.containsKey(key)) {
      finish();
    }
    var sums = open.computeIfAbsent(key, _ -> new Sums(measures.size()));
    for (int i = 0; i < measures.size(); i++) {
      add(sums, i, row, at + 2 * i);
    }
  }

  private void add(Sums sums, int i, ResultSet row, int at) throws SQLException {
    switch (measures.get(i)) {
      case Measure.Count _, Measure.Sum _, Measure.Average _ -> {
        sums.values[i] = sum(sums.values[i], row.getObject(at));
        sums.counts[i] = sum(sums.counts[i], row.getObject(at + 1));
      }
      case Measure.Min _ -> sums.values[i] = lesser(sums.values[i], row.getObject(at), 1);
      case Measure.Max _ -> sums.values[i] = lesser(sums.values[i], row.getObject(at), -1);
      case Measure.Distinct _ -> {
        var tally = sums.values[i] instanceof DistinctTally old ? old : new DistinctTally();
        tally.addSketch(row.getBlob(at));
        tally.addValues(row.getArray(at + 1));
        sums.values[i] = tally;
      }
      case Measure.Quantile _ -> {
        var tally = sums.values[i] instanceof QuantileTally old ? old : new QuantileTally();
        tally.addSketch(row.getBlob(at));
        tally.addValues(row.getArray(at + 1));
        sums.values[i] = tally;
      }
    }
  }

  @Override
  public int size() {
    return rows.size() + open.size();
  }

  @Override
  public List<Answer.Row> all() {
    finish();
    return rows;
  }

  private void finish() {
    open.forEach((key, sums) -> rows.add(row(key, sums)));
    open.clear();
  }

  private Answer.Row row(Answering.Key key, Sums sums) {
    var values = new ArrayList<@Nullable BigDecimal>();
    for (int i = 0; i < measures.size(); i++) {
      values.add(Answering.value(measures.get(i), sums.values[i], sums.counts[i]));
    }
    return new Answer.Row(key.begin(plan.question()), key.dimensions(), values);
  }

  private static @Nullable Object sum(@Nullable Object one, @Nullable Object other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one instanceof Double || other instanceof Double
        ? (Object) (((Number) one).doubleValue() + ((Number) other).doubleValue())
        : whole(one).add(whole(other));
  }

  private static BigInteger whole(Object number) {
    return number instanceof BigInteger large
        ? large
        : BigInteger.valueOf(((Number) number).longValue());
  }

  /** Both are of the measured column's type. */
  private static @Nullable Object lesser(@Nullable Object one, @Nullable Object other, int sign) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    int order =
        one instanceof Double
            ? Double.compare((Double) one, (Double) Objects.requireNonNull(other))
            : Long.compare(((Number) one).longValue(), ((Number) other).longValue());
    return sign * order <= 0 ? one : other;
  }
}
