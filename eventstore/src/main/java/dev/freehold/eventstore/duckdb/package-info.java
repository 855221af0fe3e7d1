/**
 * The event store on one machine: a DuckDB file in a directory of its own, one writer thread that
 * commits what many callers hand over at once, and readers that never wait for it.
 */
@NullMarked
package dev.freehold.eventstore.duckdb;

import org.jspecify.annotations.NullMarked;
