package dev.freehold.accounts.limits;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the operator gave a tenant.
 *
 * @param plan null for the installation's standard plan
 * @param perSecond in the place of the plan's, as the others; null for the plan's
 */
public record TenantLimit(
    UUID tenantId,
    String name,
    String slug,
    @Nullable String plan,
    @Nullable Long perSecond,
    @Nullable Long perMinute,
    @Nullable Long perHour,
    @Nullable Long perDay,
    @Nullable String reason) {}
