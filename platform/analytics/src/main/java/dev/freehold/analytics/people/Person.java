package dev.freehold.analytics.people;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;

/** Somebody who did something in a range of time, with what they did in it. */
public record Person(
    @Schema(example = "user-42") String personId,
    Instant firstSeen,
    Instant lastSeen,
    long events) {}
