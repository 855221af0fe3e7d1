package dev.freehold.eventstore;

/**
 * The widths of the buckets that rollups keep, in UTC, each made of whole buckets of the one
 * before.
 */
public enum Level {
  MINUTE,
  HOUR,
  DAY,
  MONTH
}
