package dev.freehold.accounts.tenants;

import dev.freehold.kernel.Actor;
import dev.freehold.kernel.db.PlatformDb;
import dev.freehold.kernel.db.Rows;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Every open tenant by name, for the operator and for work that each tenant gets done. */
@Component
public class TenantDirectory {

  private static final int MOST = 100_000;

  /** A tenant, as its operator knows it. */
  public record Entry(UUID tenantId, String slug, String name, Instant createdAt) {}

  private final PlatformDb db;

  TenantDirectory(PlatformDb db) {
    this.db = db;
  }

  /** By name; closed tenants and the operator's own are left out. */
  public List<Entry> customers(Actor actor, String requestId) {
    return db.acrossTenants(
        actor,
        requestId,
        sql ->
            sql.sql(
                    """
                    select tenant_id, slug, name, created_at from accounts.tenant
                    where deleted_at is null and not operator and sandbox_of is null
                    order by name, slug limit :most
                    """)
                .param("most", MOST)
                .query(Rows.of(Entry.class))
                .list());
  }
}
