package dev.freehold.accounts.tenants;

import dev.freehold.accounts.AccountsError;
import dev.freehold.accounts.access.KeyCache;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.db.Rows;
import dev.freehold.kernel.db.TenantDb;
import dev.freehold.kernel.error.NotFound;
import dev.freehold.kernel.http.IfMatch;
import dev.freehold.kernel.outbox.Outbox;
import java.time.Clock;
import java.util.Map;
import org.springframework.stereotype.Component;

/** The caller's own tenant: read, renamed, closed. */
@Component
public class Tenants {

  private final TenantDb db;
  private final Outbox outbox;
  private final Clock clock;
  private final KeyCache keys;

  Tenants(TenantDb db, Outbox outbox, Clock clock, KeyCache keys) {
    this.db = db;
    this.outbox = outbox;
    this.clock = clock;
    this.keys = keys;
  }

  public Tenant get(Caller caller) {
    return db.readOne(
            caller,
            "select * from accounts.tenant where tenant_id = :tenant and deleted_at is null",
            Map.of(),
            Rows.of(Tenant.class))
        .orElseThrow(Tenants::notFound);
  }

  Tenant rename(Caller caller, String name, IfMatch ifMatch) {
    return db.inTenant(
        caller,
        sql -> {
          var current =
              sql.sql(
                      """
                      select * from accounts.tenant
                      where tenant_id = :tenant and deleted_at is null for update
                      """)
                  .param("tenant", caller.tenantId())
                  .query(Rows.of(Tenant.class))
                  .optional()
                  .orElseThrow(Tenants::notFound);
          ifMatch.check(current);
          return sql.sql(
                  """
                  update accounts.tenant set name = :name where tenant_id = :tenant returning *
                  """)
              .param("name", name)
              .param("tenant", caller.tenantId())
              .query(Rows.of(Tenant.class))
              .single();
        });
  }

  /**
   * Closes the tenant: keys and sessions end at once, its slug is free, its data waits for erasure.
   * Closing it again changes nothing.
   */
  public void close(Caller caller) {
    db.inTenant(
        caller,
        sql -> {
          var closed =
              sql.sql(
                      """
                      update accounts.tenant set deleted_at = :now
                      where tenant_id = :tenant and deleted_at is null
                      """)
                  .param("now", java.sql.Timestamp.from(clock.instant()))
                  .param("tenant", caller.tenantId())
                  .update();
          if (closed > 0) {
            outbox.publish(sql, new TenantClosed(clock.instant()));
          }
          return null;
        });
    keys.forgetTenant(caller.tenantId());
  }

  static NotFound notFound() {
    return new NotFound(AccountsError.TENANT_NOT_FOUND, "The tenant does not exist any more.");
  }
}
