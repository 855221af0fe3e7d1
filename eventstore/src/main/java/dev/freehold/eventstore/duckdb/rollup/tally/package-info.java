/** The measures that a rollup keeps: their columns, how rows become them, and how they add up. */
@NullMarked
package dev.freehold.eventstore.duckdb.rollup.tally;

import org.jspecify.annotations.NullMarked;
