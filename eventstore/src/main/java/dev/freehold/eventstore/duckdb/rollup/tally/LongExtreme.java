package dev.freehold.eventstore.duckdb.rollup.tally;

import static dev.freehold.eventstore.duckdb.rollup.tally.Sql.quoted;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.duckdb.DuckDBAppender;
import org.jspecify.annotations.Nullable;

/**
 * The least or the most value of a LONG column.
 *
 * @param function min or max
 */
public record LongExtreme(String column, String name, String function) implements Part {

  @Override
  public List<String> definitions() {
    return List.of(name + " bigint");
  }

  @Override
  public List<String> folded() {
    return List.of(function + "(" + quoted(column) + ")");
  }

  @Override
  public List<String> merged() {
    return List.of(function + "(" + name + ")");
  }

  @Override
  public Tally tally() {
    return new Extreme();
  }

  @Override
  public Tally read(ResultSet row, int at) throws SQLException {
    var extreme = new Extreme();
    long value = row.getLong(at);
    extreme.value = row.wasNull() ? null : value;
    return extreme;
  }

  @Override
  public Tally readMerged(ResultSet row, int at) throws SQLException {
    return read(row, at);
  }

  private final class Extreme implements Tally {
    private @Nullable Long value;

    @Override
    public void add(Tally other) {
      var more = ((Extreme) other).value;
      if (value == null) {
        value = more;
      } else if (more != null) {
        value = function.equals("min") ? Math.min(value, more) : Math.max(value, more);
      }
    }

    @Override
    public boolean agrees(Tally other) {
      return Objects.equals(value, ((Extreme) other).value);
    }

    @Override
    public String toString() {
      return String.valueOf(value);
    }

    @Override
    public void append(DuckDBAppender appender) throws SQLException {
      if (value == null) {
        appender.appendNull();
      } else {
        appender.append((long) value);
      }
    }
  }
}
