package dev.freehold.kernel.audit;

import dev.freehold.kernel.Caller;
import dev.freehold.kernel.db.Rows;
import dev.freehold.kernel.db.TenantDb;
import dev.freehold.kernel.http.Page;
import dev.freehold.kernel.http.PageRequest;

/** What changed in a tenant, who did it, and in which request. */
public final class AuditLog {

  private final TenantDb db;

  public AuditLog(TenantDb db) {
    this.db = db;
  }

  /** Newest first. */
  public Page<AuditEntry> list(Caller caller, PageRequest page) {
    return page.of(
        db.read(
            caller,
            """
            select *
            from kernel.audit_log
            where tenant_id = :tenant and id < :after
            order by id desc
            limit :limit
            """,
            page.values(),
            Rows.of(AuditEntry.class)),
        AuditEntry::id);
  }
}
