package dev.freehold.eventstore.duckdb.rollup.tally;

import dev.freehold.eventstore.ColumnType;
import dev.freehold.eventstore.Measure;
import dev.freehold.eventstore.Stream;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** One kept measure of a rollup: its columns, and how they are made and merged. */
public interface Part {

  /** Name and type of each column in a rollup's table. */
  List<String> definitions();

  /** Aggregates over events, which {@link #read} understands; none of a {@link Sketch}. */
  List<String> folded();

  /** What of an event goes into the {@link Sketch}, where the tally is one. */
  default Optional<Value> value() {
    return Optional.empty();
  }

  /** Aggregates over rows of the rollup's table, which {@link #readMerged} understands. */
  List<String> merged();

  Tally tally();

  /** A tally of the folded columns, of which the first stands at an index. */
  Tally read(ResultSet row, int at) throws SQLException;

  Tally readMerged(ResultSet row, int at) throws SQLException;

  /**
   * @param name what the part's columns are called by
   */
  static Part of(Stream stream, Measure measure, String name) {
    return switch (measure) {
      case Measure.Count _ -> throw unkept(measure);
      case Measure.Average _ -> throw unkept(measure);
      case Measure.Sum(var column) ->
          type(stream, column) == ColumnType.LONG
              ? new LongSum(column, name)
              : new DoubleSum(column, name);
      case Measure.Min(var column) -> extreme(stream, column, name, "min");
      case Measure.Max(var column) -> extreme(stream, column, name, "max");
      case Measure.Distinct(var column) -> new DistinctSketch(column, name);
      case Measure.Quantile(var column, _) -> new QuantileSketch(column, name);
    };
  }

  private static Part extreme(Stream stream, String column, String name, String function) {
    return type(stream, column) == ColumnType.LONG
        ? new LongExtreme(column, name, function)
        : new DoubleExtreme(column, name, function);
  }

  private static ColumnType type(Stream stream, String column) {
    return stream
        .column(column)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "stream " + stream.name() + ": a rollup measures " + column + ", no column"))
        .type();
  }

  private static IllegalArgumentException unkept(Measure measure) {
    return new IllegalArgumentException(
        "a rollup cannot keep " + measure + ": counts are always kept, averages come from sums");
  }
}
