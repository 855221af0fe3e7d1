package dev.freehold.kernel.db;

import org.jspecify.annotations.Nullable;

/** The answer of an earlier request with the same {@code Idempotency-Key}. */
public record StoredAnswer(int status, byte @Nullable [] body) {}
