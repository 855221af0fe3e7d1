/**
 * Rollups in DuckDB: rows of deltas that add up to the truth about a bucket, made from events once
 * they are durable, merged in the background, and read together with the events that came since.
 */
@NullMarked
package dev.freehold.eventstore.duckdb.rollup;

import org.jspecify.annotations.NullMarked;
