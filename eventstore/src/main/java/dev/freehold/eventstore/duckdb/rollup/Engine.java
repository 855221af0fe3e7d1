package dev.freehold.eventstore.duckdb.rollup;

import dev.freehold.eventstore.Retention;
import java.sql.SQLException;
import java.time.InstantSource;

/** What rollups need of the store around them. */
public interface Engine {

  /** Work in a transaction. */
  @FunctionalInterface
  interface Work<T> {
    T run(Snapshot snapshot) throws SQLException;
  }

  /** Runs work that changes nothing. */
  <T> T read(Work<T> work) throws SQLException;

  /**
   * Runs work of which all is kept or nothing, while nothing else is written.
   *
   * @throws dev.freehold.eventstore.EventStoreUnavailable when it is not kept, or may not be
   */
  <T> T change(Work<T> work);

  /** The database in use; another one after an erasure, or after the engine gave up. */
  Object database();

  Retention retention();

  InstantSource clock();
}
