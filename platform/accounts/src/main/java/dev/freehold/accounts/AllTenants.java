package dev.freehold.accounts;

import dev.freehold.kernel.Caller;
import dev.freehold.kernel.db.PlatformDb;
import dev.freehold.kernel.db.Rows;
import dev.freehold.kernel.http.Page;
import dev.freehold.kernel.http.PageRequest;
import java.time.Instant;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Every tenant of the installation, for its operator. */
@Component
public class AllTenants {

  /** A tenant as the operator sees it: that it exists and how many work in it, nothing inside. */
  public record Row(UUID tenantId, String slug, String name, int members, Instant createdAt) {}

  private final PlatformDb db;

  AllTenants(PlatformDb db) {
    this.db = db;
  }

  /** Newest first, closed ones left out. */
  public Page<Row> list(Caller caller, PageRequest page) {
    return page.of(
        db.acrossTenants(
            caller.actor(),
            caller.requestId(),
            sql ->
                sql.sql(
                        """
                        select t.tenant_id, t.slug, t.name, t.created_at,
                          (select count(*) from accounts.member m
                           where m.tenant_id = t.tenant_id) as members
                        from accounts.tenant t
                        where t.deleted_at is null
                          and t.tenant_id < :after
                        order by t.tenant_id desc
                        limit :limit
                        """)
                    .params(page.values())
                    .query(Rows.of(Row.class))
                    .list()),
        Row::tenantId);
  }
}
