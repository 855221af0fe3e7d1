package dev.freehold.accounts.operator;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One time that the operator acted as a member of the tenant.
 *
 * @param mayWrite whether something could be changed, or only looked at
 * @param expiresAt when it ends by itself
 * @param endedAt null while it goes on
 */
public record ImpersonationEntry(
    UUID id,
    UUID userId,
    String userName,
    String operatorName,
    String reason,
    boolean mayWrite,
    Instant createdAt,
    Instant expiresAt,
    @Nullable Instant endedAt) {}
