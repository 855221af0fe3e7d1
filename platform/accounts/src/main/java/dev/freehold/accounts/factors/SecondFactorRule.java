package dev.freehold.accounts.factors;

import dev.freehold.accounts.access.KeyCache;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.db.Rows;
import dev.freehold.kernel.db.TenantDb;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * Whether a tenant's members must have a second factor. Those without one can do nothing but set
 * one up, from the moment on that it is required.
 */
@Component
class SecondFactorRule {

  /** The rule as it stands. */
  record Rule(boolean required) {}

  private final TenantDb db;
  private final KeyCache cache;

  SecondFactorRule(TenantDb db, KeyCache cache) {
    this.db = db;
    this.cache = cache;
  }

  Rule get(Caller caller) {
    return db.readOne(
            caller,
            """
            select require_second_factor as required from accounts.tenant
            where tenant_id = :tenant
            """,
            Map.of(),
            Rows.of(Rule.class))
        .orElseThrow();
  }

  Rule set(Caller caller, boolean required) {
    db.inTenant(
        caller,
        sql ->
            sql.sql(
                    """
                    update accounts.tenant set require_second_factor = :required
                    where tenant_id = :tenant and require_second_factor <> :required
                    """)
                .param("required", required)
                .param("tenant", caller.tenantId())
                .update());
    cache.forgetTenant(caller.tenantId());
    return new Rule(required);
  }
}
