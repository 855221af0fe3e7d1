package dev.freehold.analytics.questions;

import dev.freehold.kernel.http.Versioned;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;

/** People who have something in common, found anew each time it is asked for. */
public record Cohort(
    UUID id,
    @Schema(example = "Paying customers") String name,
    CohortDefinition definition,
    Instant createdAt,
    Instant updatedAt,
    long version)
    implements Versioned {}
