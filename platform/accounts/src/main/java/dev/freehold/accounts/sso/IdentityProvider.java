package dev.freehold.accounts.sso;

import dev.freehold.accounts.Role;
import dev.freehold.kernel.http.Versioned;
import java.time.Instant;
import java.util.UUID;

/**
 * Who vouches for a tenant's people. Its client secret is never shown.
 *
 * @param issuer as the provider's own discovery document names it
 * @param defaultRole of those who come for the first time
 * @param enforced whether members other than owners must come through it
 * @param trustsSecondFactor whether its logins count where the tenant requires a second factor
 */
public record IdentityProvider(
    UUID id,
    String issuer,
    String clientId,
    Role defaultRole,
    boolean enforced,
    boolean trustsSecondFactor,
    long version,
    Instant createdAt,
    Instant updatedAt)
    implements Versioned {}
