package dev.freehold.analytics.customers;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One tenant's week as it was kept.
 *
 * @param cost billionths of a US dollar
 */
record CustomerWeek(
    UUID tenantId,
    String week,
    long events,
    long people,
    long requests,
    long tokens,
    long cost,
    @Nullable Instant lastEventAt,
    Instant computedAt) {}
