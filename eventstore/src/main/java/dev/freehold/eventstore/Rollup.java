package dev.freehold.eventstore;

import java.util.List;

/**
 * Sums of a stream that are kept ready, per tenant, bucket of time and value of some dimensions, at
 * every {@link Level} for as long as its {@link Tiers} say. Counts are always kept.
 *
 * @param name unique within the stream, {@code [a-z][a-z0-9_]{0,30}}
 * @param by the dimensions; empty for one row per bucket
 * @param measures what is kept beside the count
 */
public record Rollup(String name, List<String> by, List<Measure> measures) {}
