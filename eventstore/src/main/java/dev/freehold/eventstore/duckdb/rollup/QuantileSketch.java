package dev.freehold.eventstore.duckdb.rollup;

import static dev.freehold.eventstore.duckdb.rollup.Sql.quoted;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** How the values of a column are spread, as a {@link QuantileTally}. */
record QuantileSketch(String column, String name) implements Part {

  @Override
  public List<String> definitions() {
    return List.of(name + " blob");
  }

  @Override
  public List<String> folded() {
    return List.of(values(column));
  }

  @Override
  public List<String> merged() {
    return List.of("list(" + name + ") filter (" + name + " is not null)");
  }

  @Override
  public Tally tally() {
    return new QuantileTally();
  }

  @Override
  public Tally read(ResultSet row, int at) throws SQLException {
    var tally = new QuantileTally();
    tally.addValues(row.getArray(at));
    return tally;
  }

  @Override
  public Tally readMerged(ResultSet row, int at) throws SQLException {
    var tally = new QuantileTally();
    tally.addSketches(row.getArray(at));
    return tally;
  }

  static String values(String column) {
    return "list(%1$s::double) filter (%1$s is not null)".formatted(quoted(column));
  }
}
