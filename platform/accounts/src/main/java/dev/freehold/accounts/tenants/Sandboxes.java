package dev.freehold.accounts.tenants;

import dev.freehold.kernel.Caller;
import dev.freehold.kernel.db.PlatformDb;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The tenant beside a tenant in which its test keys act. Being a tenant like any other, it is kept
 * apart from live data by the same means that keep tenants apart.
 */
@Component
public class Sandboxes {

  private final PlatformDb db;
  private final Tenants tenants;

  Sandboxes(PlatformDb db, Tenants tenants) {
    this.db = db;
    this.tenants = tenants;
  }

  /** The sandbox of the caller's tenant, made when it is first needed. */
  public UUID ensure(Caller caller) {
    return db.acrossTenants(
        caller.actor(),
        caller.requestId(),
        sql -> {
          sql.sql(
                  """
                  insert into accounts.tenant (slug, name, sandbox_of)
                  select 'test-' || replace(kernel.new_id()::text, '-', ''), 'Sandbox', tenant_id
                  from accounts.tenant
                  where tenant_id = :tenant and sandbox_of is null and deleted_at is null
                  on conflict (sandbox_of) do nothing
                  """)
              .param("tenant", caller.tenantId())
              .update();
          return find(sql, caller.tenantId()).orElseThrow(Tenants::notFound);
        });
  }

  /** What a closed tenant leaves behind goes with it; closing it again changes nothing. */
  void close(Caller ofClosedTenant) {
    db.acrossTenants(
            ofClosedTenant.actor(),
            ofClosedTenant.requestId(),
            sql -> find(sql, ofClosedTenant.tenantId()))
        .ifPresent(
            sandbox ->
                tenants.close(Caller.system(sandbox, "sandbox", ofClosedTenant.requestId())));
  }

  private static Optional<UUID> find(JdbcClient sql, UUID tenantId) {
    return sql.sql("select tenant_id from accounts.tenant where sandbox_of = :tenant")
        .param("tenant", tenantId)
        .query(UUID.class)
        .optional();
  }
}
