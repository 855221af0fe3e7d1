package dev.freehold.eventstore.question;

import java.time.Instant;

/**
 * From when on a time zone is so far ahead of UTC, until the next one begins; the first of a plan
 * holds for all that is earlier as well.
 */
public record Offset(Instant from, int seconds) {}
