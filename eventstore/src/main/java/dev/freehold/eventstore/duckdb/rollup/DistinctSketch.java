package dev.freehold.eventstore.duckdb.rollup;

import static dev.freehold.eventstore.duckdb.rollup.Sql.quoted;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** How many different values of a column there are, as a {@link DistinctTally}. */
record DistinctSketch(String column, String name) implements Part {

  @Override
  public List<String> definitions() {
    return List.of(name + " blob");
  }

  @Override
  public List<String> folded() {
    return List.of(values(column, ""));
  }

  @Override
  public List<String> merged() {
    return List.of("list(" + name + ") filter (" + name + " is not null)");
  }

  @Override
  public Tally tally() {
    return new DistinctTally();
  }

  @Override
  public Tally read(ResultSet row, int at) throws SQLException {
    var tally = new DistinctTally();
    tally.addValues(row.getArray(at));
    return tally;
  }

  @Override
  public Tally readMerged(ResultSet row, int at) throws SQLException {
    var tally = new DistinctTally();
    tally.addSketches(row.getArray(at));
    return tally;
  }

  /** Hashed in Java: the engine's quick hash may be another one in its next version. */
  static String values(String column, String distinct) {
    return "list(%2$s%1$s::varchar) filter (%1$s is not null)".formatted(quoted(column), distinct);
  }
}
