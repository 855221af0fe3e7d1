/**
 * Typed event streams that many tenants share without seeing each other: declared once, appended
 * durably in groups, counted once per event id, always read within one tenant. Plain Java; {@code
 * duckdb} is the engine for one machine, {@code clickhouse} the one for clusters.
 */
@NullMarked
package dev.freehold.eventstore;

import org.jspecify.annotations.NullMarked;
