package dev.freehold.eventstore.duckdb.rollup;

import java.util.List;

/** SQL with its values in the order of their question marks; times are microseconds of UTC. */
record Statement(String sql, List<Object> values) {}
