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
    return List.of(hashes(column));
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
    tally.addHashes(row.getArray(at));
    return tally;
  }

  @Override
  public Tally readMerged(ResultSet row, int at) throws SQLException {
    var tally = new DistinctTally();
    tally.addSketches(row.getArray(at));
    return tally;
  }

  /** Half of MD5, not the engine's own hash: sketches must be mergeable with those of next year. */
  static String hashes(String column) {
    return "list(distinct (md5_number_lower("
        + quoted(column)
        + "::varchar) >> 1)::bigint) filter ("
        + quoted(column)
        + " is not null)";
  }
}
