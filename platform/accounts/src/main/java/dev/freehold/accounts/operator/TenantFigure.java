package dev.freehold.accounts.operator;

import java.time.Instant;
import java.util.UUID;
import java.util.function.ToLongBiFunction;

/**
 * What a module counts of each tenant, for the operator, as a bean.
 *
 * @param count how many of them a tenant has had since an instant
 */
public record TenantFigure(String label, ToLongBiFunction<UUID, Instant> count) {

  /** The figure of one tenant. */
  public record Counted(String label, long lastDay, long lastMonth) {}
}
