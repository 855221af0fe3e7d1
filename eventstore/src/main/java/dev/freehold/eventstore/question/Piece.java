package dev.freehold.eventstore.question;

import java.time.Instant;

/**
 * A part of a question's range and where it is read; of a rolled source both ends are ends of
 * buckets.
 */
public record Piece(Source source, Instant from, Instant to) {}
