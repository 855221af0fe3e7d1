package dev.freehold.accounts.sessions;

import dev.freehold.accounts.branding.Branding;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.console.Viewer;
import dev.freehold.kernel.console.Viewers;
import dev.freehold.kernel.db.TenantDb;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Names the signed-in member and their tenants for the frame around every page. */
@Component
class MemberViewers implements Viewers {

  private final Sessions sessions;
  private final Branding branding;
  private final TenantDb db;

  MemberViewers(Sessions sessions, Branding branding, TenantDb db) {
    this.sessions = sessions;
    this.branding = branding;
    this.db = db;
  }

  @Override
  public Viewer of(Caller caller) {
    var tenants =
        sessions.memberships(caller).stream()
            .map(membership -> new Viewer.Tenant(membership.tenantId(), membership.name()))
            .toList();
    var current =
        tenants.stream()
            .filter(tenant -> tenant.id().equals(caller.tenantId()))
            .findFirst()
            .orElseGet(() -> new Viewer.Tenant(caller.tenantId(), "Closed organisation"));
    var look = branding.get(caller);
    return new Viewer(
        caller.actor().name(),
        email(caller),
        current,
        caller.impersonation() == null ? tenants : List.of(current),
        look.colour(),
        look.logo() == null ? null : "/console/logo?v=" + look.logo().shortVersion());
  }

  private String email(Caller caller) {
    UUID user = caller.actor().id();
    if (user == null) {
      return "";
    }
    return db.readOne(
            caller,
            """
            select u.email
            from accounts.member m
            join accounts.user_account u on u.id = m.user_id
            where m.tenant_id = :tenant and m.user_id = :user
            """,
            Map.of("user", user),
            (row, index) -> row.getString("email"))
        .orElse("");
  }
}
