package dev.freehold.eventstore.duckdb.rollup;

import static dev.freehold.eventstore.duckdb.rollup.tally.Sql.quoted;

import dev.freehold.eventstore.ColumnType;
import dev.freehold.eventstore.Measure;
import dev.freehold.eventstore.Stream;
import dev.freehold.eventstore.duckdb.rollup.tally.DistinctTally;
import dev.freehold.eventstore.duckdb.rollup.tally.QuantileTally;

/**
 * A measure of a question in SQL. A branch over buckets or rows gives two columns, {@code v} and
 * {@code n} with the measure's number, which the statement around the branches adds up, or {@link
 * Gathering}: of sums also how many events have a value, of distinct counts and quantiles a sketch
 * and what is not in a sketch yet.
 *
 * @param number the measure's place in the question
 */
record Asked(Stream stream, Measure measure, int number) {

  /** One row of a rollup. */
  String ofBucket(Shape shape) {
    return switch (measure) {
      case Measure.Count _ -> columns(Shape.COUNT, "null");
      case Measure.Sum _ -> kept(shape.columnOf(measure));
      case Measure.Average(var column) -> kept(shape.columnOf(new Measure.Sum(column)));
      case Measure.Min _, Measure.Max _ -> columns(shape.columnOf(measure), "null");
      case Measure.Distinct _ ->
          columns(shape.columnOf(measure), "null::" + DistinctTally.valueType() + "[]");
      case Measure.Quantile(var column, _) ->
          columns(shape.columnOfQuantiles(column), "null::double[]");
    };
  }

  /** Aggregates over a rollup's rows; not of a measure that is estimated. */
  String ofBuckets(Shape shape) {
    return switch (measure) {
      case Measure.Count _ -> columns("sum(" + Shape.COUNT + ")", "null");
      case Measure.Sum _ -> sum(shape.columnOf(measure));
      case Measure.Average(var column) -> sum(shape.columnOf(new Measure.Sum(column)));
      case Measure.Min _ -> columns("min(" + shape.columnOf(measure) + ")", "null");
      case Measure.Max _ -> columns("max(" + shape.columnOf(measure) + ")", "null");
      case Measure.Distinct _, Measure.Quantile _ -> throw estimated();
    };
  }

  /** Aggregates over rows, which can be added to those over buckets. */
  String ofRows() {
    return switch (measure) {
      case Measure.Distinct(var column) ->
          columns("null::blob", list("distinct " + DistinctTally.value(column), column));
      case Measure.Quantile(var column, _) ->
          columns("null::blob", list(QuantileTally.value(column), column));
      case Measure.Count _, Measure.Sum _, Measure.Average _, Measure.Min _, Measure.Max _ ->
          exactly();
    };
  }

  /** Aggregates over all rows of the answer. */
  String exactly() {
    return switch (measure) {
      case Measure.Count _ -> columns("count(*)", "null");
      case Measure.Sum(var column) -> sumOfRows(column);
      case Measure.Average(var column) -> sumOfRows(column);
      case Measure.Min(var column) -> columns("min(" + quoted(column) + ")", "null");
      case Measure.Max(var column) -> columns("max(" + quoted(column) + ")", "null");
      case Measure.Distinct(var column) ->
          columns("count(distinct " + quoted(column) + ")", "null");
      case Measure.Quantile(var column, var rank) ->
          columns("quantile_disc(" + quoted(column) + ", " + rank + ")", "null");
    };
  }

  /** Adds up branches. */
  String together() {
    var v = "v" + number;
    var n = "n" + number;
    return switch (measure) {
      case Measure.Count _ -> columns("sum(" + v + ")", "null");
      case Measure.Sum _, Measure.Average _ -> columns("sum(" + v + ")", "sum(" + n + ")");
      case Measure.Min _ -> columns("min(" + v + ")", "null");
      case Measure.Max _ -> columns("max(" + v + ")", "null");
      case Measure.Distinct _, Measure.Quantile _ -> throw estimated();
    };
  }

  /** What an order by the measure goes by; not of one that is estimated. */
  String ordered() {
    return switch (measure) {
      case Measure.Average _ -> "v%1$d::double / nullif(n%1$d, 0)".formatted(number);
      case Measure.Count _,
          Measure.Sum _,
          Measure.Min _,
          Measure.Max _,
          Measure.Distinct _,
          Measure.Quantile _ ->
          "v" + number;
    };
  }

  private String sum(String kept) {
    return columns("sum(" + kept + ")", "sum(" + kept + "_n)");
  }

  private String sumOfRows(String column) {
    boolean whole = stream.column(column).filter(c -> c.type() == ColumnType.LONG).isPresent();
    return columns(
        "sum(" + quoted(column) + ")" + (whole ? "::hugeint" : ""),
        "count(" + quoted(column) + ")::hugeint");
  }

  private String columns(String value, String more) {
    return "%s as v%d, %s as n%2$d".formatted(value, number, more);
  }

  private String kept(String column) {
    return columns(column, column + "_n");
  }

  private static String list(String value, String column) {
    return "list(%s) filter (%s is not null)".formatted(value, quoted(column));
  }

  private IllegalStateException estimated() {
    return new IllegalStateException(measure + " is not added up in SQL");
  }
}
