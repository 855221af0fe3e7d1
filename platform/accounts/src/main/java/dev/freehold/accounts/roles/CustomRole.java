package dev.freehold.accounts.roles;

import dev.freehold.kernel.http.Versioned;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** A role that a tenant made: a name for a set of permissions. */
public record CustomRole(
    UUID id,
    @Schema(example = "Campaign team") String name,
    @Schema(example = "Makes links, sees no money.") String description,
    @Schema(example = "[\"attribution.links:write\"]") List<String> permissions,
    Instant createdAt,
    Instant updatedAt,
    long version)
    implements Versioned {}
