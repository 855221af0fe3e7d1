/**
 * Sealed rows: Parquet files, each of one tenant and one partition, never changed once written, and
 * the catalogue in the database file that says which of them are live.
 */
@NullMarked
package dev.freehold.eventstore.duckdb.segments;

import org.jspecify.annotations.NullMarked;
