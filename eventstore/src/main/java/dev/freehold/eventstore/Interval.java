package dev.freehold.eventstore;

/**
 * The width of the steps that a {@link Question} asks for, in its time zone; weeks begin on Monday.
 */
public enum Interval {
  MINUTE,
  HOUR,
  DAY,
  WEEK,
  MONTH
}
