package dev.freehold.eventstore;

/**
 * The span of event time, in UTC, that sealed rows share a file for and are dropped together by.
 */
public enum Partition {
  DAY,
  /** From Monday. */
  WEEK,
  MONTH
}
