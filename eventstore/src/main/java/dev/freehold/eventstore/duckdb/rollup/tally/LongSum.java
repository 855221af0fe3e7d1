package dev.freehold.eventstore.duckdb.rollup.tally;

import static dev.freehold.eventstore.duckdb.rollup.tally.Sql.quoted;

import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.duckdb.DuckDBAppender;

/** The exact sum of a LONG column in 128 bits, and how many events have a value. */
public record LongSum(String column, String name) implements Part {

  private static final int HALF = 32;

  @Override
  public List<String> definitions() {
    return List.of(name + " hugeint", name + "_n bigint not null");
  }

  /** In two halves, which the driver hands over faster than one number of 128 bits. */
  @Override
  public List<String> folded() {
    var value = quoted(column);
    return List.of(
        "coalesce(sum(" + value + " >> 32)::bigint, 0)",
        "coalesce(sum(" + value + " & 4294967295)::bigint, 0)",
        "count(" + value + ")");
  }

  @Override
  public List<String> merged() {
    return List.of("sum(" + name + ")", "sum(" + name + "_n)::bigint");
  }

  @Override
  public Tally tally() {
    return new Sum();
  }

  @Override
  public Tally read(ResultSet row, int at) throws SQLException {
    var sum = new Sum();
    sum.add(row.getLong(at), row.getLong(at + 1), row.getLong(at + 2));
    return sum;
  }

  @Override
  public Tally readMerged(ResultSet row, int at) throws SQLException {
    var sum = new Sum();
    var value = (BigInteger) row.getObject(at);
    if (value != null) {
      sum.large = value;
    }
    sum.count = row.getLong(at + 1);
    return sum;
  }

  private static final class Sum implements Tally {
    private long high;
    private long low;
    private long count;
    private BigInteger large = BigInteger.ZERO;

    void add(long moreHigh, long moreLow, long moreCount) {
      high += moreHigh;
      low += moreLow;
      count += moreCount;
      if (low < 0 || high > Long.MAX_VALUE >> 1 || high < Long.MIN_VALUE >> 1) {
        throw new ArithmeticException("more rows were added up at once than there can be");
      }
    }

    @Override
    public void add(Tally other) {
      var sum = (Sum) other;
      add(sum.high, sum.low, sum.count);
      large = large.add(sum.large);
    }

    @Override
    public boolean agrees(Tally other) {
      var sum = (Sum) other;
      return count == sum.count && total().equals(sum.total());
    }

    private BigInteger total() {
      return large.add(BigInteger.valueOf(high).shiftLeft(HALF)).add(BigInteger.valueOf(low));
    }

    @Override
    public String toString() {
      return total() + " of " + count;
    }

    @Override
    public void append(DuckDBAppender appender) throws SQLException {
      if (count == 0) {
        appender.appendNull();
      } else if (large.signum() == 0) {
        long upper = high >> HALF;
        long lower = high << HALF;
        long sum = lower + low;
        appender.appendHugeInt(sum, Long.compareUnsigned(sum, lower) < 0 ? upper + 1 : upper);
      } else {
        appender.append(total());
      }
      appender.append(count);
    }
  }
}
