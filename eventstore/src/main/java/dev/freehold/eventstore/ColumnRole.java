package dev.freehold.eventstore;

/** What questions may do with a column. */
public enum ColumnRole {
  /** Only read as part of the event. */
  DETAIL,
  /** Grouped and filtered by: few values, TEXT, UUID or BOOLEAN. */
  DIMENSION,
  /** Added up or spread over quantiles: LONG or DOUBLE. */
  MEASURE,
  /** Counted distinctly, and named when somebody is to be forgotten: TEXT or UUID. */
  IDENTITY
}
