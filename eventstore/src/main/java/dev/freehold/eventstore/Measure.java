package dev.freehold.eventstore;

/**
 * What is measured over a set of events.
 *
 * <p>Count, sums, least and most are exact: LONG columns are added in 128 bits. Distinct counts and
 * quantiles are estimates wherever they come from a rollup; each engine states its error.
 */
public sealed interface Measure {

  /** How many events. */
  record Count() implements Measure {}

  /** The sum of a LONG or DOUBLE column; null when no event has a value. */
  record Sum(String column) implements Measure {}

  /** The sum over the events that have a value, divided by their number. Asked of a kept Sum. */
  record Average(String column) implements Measure {}

  record Min(String column) implements Measure {}

  record Max(String column) implements Measure {}

  /** How many different values of an identity or dimension. */
  record Distinct(String column) implements Measure {}

  /**
   * The value below which a share of the events lies. A rollup keeps the whole distribution: there
   * the rank is of no meaning.
   *
   * @param rank 0 to 1
   */
  record Quantile(String column, double rank) implements Measure {}
}
