package dev.freehold.eventstore.duckdb.rollup.tally;

/** A tally that is not made by SQL, but of each row's {@link Value}. */
public interface Sketch extends Tally {

  /** Adds what {@link Value#read} found. */
  void add(long bits);
}
