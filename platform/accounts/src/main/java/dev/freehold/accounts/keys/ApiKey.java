package dev.freehold.accounts.keys;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a tenant's program signs its requests with. The secret is shown when the key is made, never
 * again.
 *
 * @param publicId the readable part of the key
 * @param mode whether it acts on the tenant's own data or on that of its sandbox
 * @param scopes the permissions it holds
 * @param allowedAddresses network ranges (CIDR) that it may be used from; from anywhere if empty
 * @param projectId the project that it is bound to; it reaches nothing else of the tenant
 * @param rolledFrom the key that it takes the place of
 * @param uses requests so far, a few seconds late
 */
public record ApiKey(
    UUID id,
    @Schema(example = "4fKq9ZtB2mXc") String publicId,
    KeyMode mode,
    @Schema(example = "Web shop") String name,
    List<String> scopes,
    @Schema(example = "[\"203.0.113.0/24\"]") List<String> allowedAddresses,
    Instant createdAt,
    @Nullable Instant expiresAt,
    @Nullable Instant revokedAt,
    @Schema(example = "Leaked in a log file") @Nullable String revokedReason,
    @Nullable UUID projectId,
    @Nullable UUID rolledFrom,
    @Nullable Instant lastUsedAt,
    @Schema(example = "203.0.113.7") @Nullable String lastAddress,
    long uses) {}
