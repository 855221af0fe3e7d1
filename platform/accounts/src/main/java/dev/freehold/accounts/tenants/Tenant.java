package dev.freehold.accounts.tenants;

import dev.freehold.kernel.http.Versioned;
import java.time.Instant;
import java.util.UUID;

/**
 * A customer of the operator, with everything that is theirs.
 *
 * @param slug names the tenant in addresses: 3 to 40 lower-case letters, digits and hyphens
 */
public record Tenant(
    UUID tenantId, String slug, String name, Instant createdAt, Instant updatedAt, long version)
    implements Versioned {}
