package dev.freehold.accounts.members;

import dev.freehold.kernel.Caller;
import dev.freehold.kernel.db.Rows;
import dev.freehold.kernel.db.TenantDb;
import dev.freehold.kernel.http.Page;
import dev.freehold.kernel.http.PageRequest;
import org.springframework.stereotype.Component;

/** The people of a tenant. */
@Component
public class Members {

  private final TenantDb db;

  Members(TenantDb db) {
    this.db = db;
  }

  /** Newest first. */
  public Page<Member> list(Caller caller, PageRequest page) {
    return page.of(
        db.read(
            caller,
            """
            select m.id, m.user_id, u.name, u.email, m.role, m.created_at
            from accounts.member m
            join accounts.user_account u on u.id = m.user_id
            where m.tenant_id = :tenant and m.id < :after
            order by m.id desc
            limit :limit
            """,
            page.values(),
            Rows.of(Member.class)),
        Member::id);
  }
}
