package dev.freehold.eventstore.duckdb.rollup.tally;

import java.sql.SQLException;
import org.duckdb.DuckDBAppender;

/** What one {@link Part} has counted so far of one bucket. */
public interface Tally {

  /** Adds a tally of the same part. */
  void add(Tally other);

  /** Whether a tally made in another way says the same, as far as its estimates go. */
  boolean agrees(Tally other);

  /** Does what takes time before {@link #append}, outside the transaction; adds nothing after. */
  default void finish() {}

  /** Writes the values of the part's columns. */
  void append(DuckDBAppender appender) throws SQLException;
}
