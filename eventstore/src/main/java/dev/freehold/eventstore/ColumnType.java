package dev.freehold.eventstore;

/** What a column holds, and the Java class of its values in a row. */
public enum ColumnType {
  /** {@link java.util.UUID}. */
  UUID,
  /** {@link String}, UTF-8. */
  TEXT,
  /** {@link Long}, 64 bits. */
  LONG,
  /** {@link Double}, finite. */
  DOUBLE,
  /** {@link Boolean}. */
  BOOLEAN,
  /** {@link java.time.Instant}, kept in microseconds of UTC. */
  TIMESTAMP
}
