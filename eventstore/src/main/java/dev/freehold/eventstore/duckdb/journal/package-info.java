/**
 * Rows on their way into the database: small groups are durable here first, because a transaction
 * of the engine costs a millisecond whatever its size.
 */
@NullMarked
package dev.freehold.eventstore.duckdb.journal;

import org.jspecify.annotations.NullMarked;
