package dev.freehold.kernel;

import java.time.Instant;
import java.util.UUID;

/**
 * The operator acting as somebody else.
 *
 * @param operator who really acts
 * @param person as whom
 * @param mayWrite whether they may change something, or only look
 */
public record Impersonation(
    UUID id, UUID operatorId, String operator, String person, Instant until, boolean mayWrite) {}
