package dev.freehold.kernel.audit;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One change, as the audit log keeps it.
 *
 * @param action {@code <module>.<noun>.<created|changed|deleted>}
 * @param before the old values of what changed, absent on creation; secrets read "[redacted]"
 * @param after the new values of what changed, absent on deletion
 */
public record AuditEntry(
    UUID id,
    Instant occurredAt,
    @Schema(allowableValues = {"user", "key", "system"}) String actorKind,
    @Nullable UUID actorId,
    String actorName,
    String action,
    String objectType,
    @Nullable UUID objectId,
    @Schema(type = "object") @Nullable JsonNode before,
    @Schema(type = "object") @Nullable JsonNode after,
    String requestId) {}
