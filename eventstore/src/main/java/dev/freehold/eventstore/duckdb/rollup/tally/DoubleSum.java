package dev.freehold.eventstore.duckdb.rollup.tally;

import static dev.freehold.eventstore.duckdb.rollup.tally.Sql.quoted;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.duckdb.DuckDBAppender;

/** The sum of a DOUBLE column as doubles add up, and how many events have a value. */
public record DoubleSum(String column, String name) implements Part {

  private static final double ROUNDING = 1e-9;

  @Override
  public List<String> definitions() {
    return List.of(name + " double", name + "_n bigint not null");
  }

  @Override
  public List<String> folded() {
    return List.of("coalesce(sum(" + quoted(column) + "), 0)", "count(" + quoted(column) + ")");
  }

  @Override
  public List<String> merged() {
    return List.of("coalesce(sum(" + name + "), 0)", "sum(" + name + "_n)::bigint");
  }

  @Override
  public Tally tally() {
    return new Sum();
  }

  @Override
  public Tally read(ResultSet row, int at) throws SQLException {
    var sum = new Sum();
    sum.value = row.getDouble(at);
    sum.count = row.getLong(at + 1);
    return sum;
  }

  @Override
  public Tally readMerged(ResultSet row, int at) throws SQLException {
    return read(row, at);
  }

  private static final class Sum implements Tally {
    private double value;
    private long count;

    @Override
    public void add(Tally other) {
      var sum = (Sum) other;
      value += sum.value;
      count += sum.count;
    }

    /** Doubles add up to something else in another order. */
    @Override
    public boolean agrees(Tally other) {
      var sum = (Sum) other;
      double size = Math.max(Math.abs(value), Math.abs(sum.value));
      return count == sum.count && Math.abs(value - sum.value) <= ROUNDING * Math.max(1, size);
    }

    @Override
    public String toString() {
      return value + " of " + count;
    }

    @Override
    public void append(DuckDBAppender appender) throws SQLException {
      if (count == 0) {
        appender.appendNull();
      } else {
        appender.append(value);
      }
      appender.append(count);
    }
  }
}
