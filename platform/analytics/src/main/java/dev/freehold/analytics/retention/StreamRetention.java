package dev.freehold.analytics.retention;

import dev.freehold.kernel.http.Versioned;
import io.swagger.v3.oas.annotations.media.Schema;

/**
 * For how long a tenant keeps one stream; what is null is kept for ever.
 *
 * @param declared what holds where the tenant says nothing, and the most
 * @param kept what holds
 * @param version counts the tenant's changes; 0 before the first
 */
public record StreamRetention(
    @Schema(example = "usage_events") String stream, Days declared, Days kept, long version)
    implements Versioned {}
