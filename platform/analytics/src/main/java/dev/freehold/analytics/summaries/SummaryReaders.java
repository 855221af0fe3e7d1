package dev.freehold.analytics.summaries;

import dev.freehold.kernel.Actor;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.db.TenantDb;
import dev.freehold.kernel.error.Forbidden;
import dev.freehold.kernel.error.KernelError;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** The members who want the weekly summary by mail: each decides for themselves. */
@Component
class SummaryReaders {

  private final TenantDb db;

  SummaryReaders(TenantDb db) {
    this.db = db;
  }

  boolean isReader(Caller caller) {
    var user = caller.actor().id();
    return user != null
        && db.readOne(
                caller,
                """
                select true as found from analytics.summary_reader
                where tenant_id = :tenant and user_id = :user
                """,
                Map.of("user", user),
                (row, index) -> row.getBoolean("found"))
            .isPresent();
  }

  /** From the next week on; asking again changes nothing. */
  void subscribe(Caller caller) {
    var user = person(caller);
    db.inTenant(
        caller,
        sql ->
            sql.sql(
                    """
                    insert into analytics.summary_reader (user_id) values (:user)
                    on conflict (tenant_id, user_id) do nothing
                    """)
                .param("user", user)
                .update());
  }

  void unsubscribe(Caller caller) {
    remove(caller, person(caller));
  }

  void remove(Caller caller, UUID user) {
    db.inTenant(
        caller,
        sql ->
            sql.sql(
                    """
                    delete from analytics.summary_reader
                    where tenant_id = :tenant and user_id = :user
                    """)
                .param("tenant", caller.tenantId())
                .param("user", user)
                .update());
  }

  /** Nobody of a closed tenant is mailed any more. */
  void removeAll(Caller caller) {
    db.inTenant(
        caller,
        sql ->
            sql.sql("delete from analytics.summary_reader where tenant_id = :tenant")
                .param("tenant", caller.tenantId())
                .update());
  }

  private static UUID person(Caller caller) {
    var user = caller.actor().id();
    if (user == null || caller.actor().kind() != Actor.Kind.USER) {
      throw new Forbidden(KernelError.FORBIDDEN, "Only a member can ask for mail.");
    }
    return user;
  }
}
