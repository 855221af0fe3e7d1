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
 * @param scopes the permissions it holds
 */
public record ApiKey(
    UUID id,
    @Schema(example = "4fKq9ZtB2mXc") String publicId,
    @Schema(example = "Web shop") String name,
    List<String> scopes,
    Instant createdAt,
    @Nullable Instant expiresAt,
    @Nullable Instant revokedAt) {}
