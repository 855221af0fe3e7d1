package dev.freehold.eventstore.duckdb.rollup;

import java.util.List;

/**
 * SQL with its values in the order of their question marks; times are microseconds of UTC.
 *
 * @param isOrdered whether the engine orders and limits; otherwise that is left to do
 */
record Statement(String sql, List<Object> values, boolean isOrdered) {}
