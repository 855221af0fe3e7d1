package dev.freehold.eventstore.duckdb.rollup.tally;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** How many different values of a column there are, as a {@link DistinctTally}. */
public record DistinctSketch(String column, String name) implements Part {

  @Override
  public List<String> definitions() {
    return List.of(name + " blob");
  }

  @Override
  public List<String> folded() {
    return List.of();
  }

  @Override
  public Optional<Value> value() {
    return Optional.of(new Value.Hash(column));
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
    return tally();
  }

  @Override
  public Tally readMerged(ResultSet row, int at) throws SQLException {
    var tally = new DistinctTally();
    tally.addSketches(row.getArray(at));
    return tally;
  }
}
