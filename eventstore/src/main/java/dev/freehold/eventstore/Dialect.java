package dev.freehold.eventstore;

/** The SQL that an engine speaks, for statements that must be written twice. */
public enum Dialect {
  DUCKDB,
  CLICKHOUSE
}
