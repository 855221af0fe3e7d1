package dev.freehold.accounts.tenants;

import java.time.Instant;

/** Published when a tenant was closed: nothing of it may be served any more. */
public record TenantClosed(Instant closedAt) {}
