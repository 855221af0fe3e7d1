package dev.freehold.accounts.sso;

import dev.freehold.accounts.EmailAddress;
import dev.freehold.accounts.Role;
import dev.freehold.kernel.Actor;
import dev.freehold.kernel.db.PlatformDb;
import dev.freehold.kernel.http.RequestScope;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Which provider a login belongs to: by the tenant's slug or id, or by the domain of an address.
 */
@Component
class SsoDirectory {

  private static final String OPEN =
      """
      select t.tenant_id, t.slug, t.name, p.id, p.issuer, p.client_id, p.client_secret,
        p.default_role, p.enforced
      from accounts.identity_provider p
      join accounts.tenant t
        on t.tenant_id = p.tenant_id and t.deleted_at is null and t.suspended_at is null
      """;

  private final PlatformDb db;

  SsoDirectory(PlatformDb db) {
    this.db = db;
  }

  Optional<TenantProvider> ofSlug(String slug) {
    return find(OPEN + "where t.slug = :value", slug);
  }

  Optional<TenantProvider> ofTenant(UUID tenantId) {
    return find(OPEN + "where t.tenant_id = :value", tenantId);
  }

  /** The provider of the tenant, whichever of the tenant and its sandbox is asked for. */
  Optional<TenantProvider> ofHome(UUID tenantId) {
    return find(
        OPEN
            + """
            where t.tenant_id = (
              select coalesce(sandbox_of, tenant_id) from accounts.tenant
              where tenant_id = :value)
            """,
        tenantId);
  }

  /** The one that proved the domain of this address; a claim alone leads nobody anywhere. */
  Optional<TenantProvider> ofEmail(String email) {
    return EmailAddress.isOne(email)
        ? find(
            OPEN
                + """
                join accounts.sso_domain d on d.tenant_id = t.tenant_id
                where d.domain = :value and d.proven_at is not null
                """,
            EmailAddress.domain(email))
        : Optional.empty();
  }

  private Optional<TenantProvider> find(String query, Object value) {
    return db.acrossTenants(
        new Actor(Actor.Kind.SYSTEM, null, "single sign-on"),
        RequestScope.requestId(),
        sql ->
            sql.sql(query).param("value", value).query((row, index) -> provider(row)).optional());
  }

  private static TenantProvider provider(ResultSet row) throws SQLException {
    return new TenantProvider(
        row.getObject("tenant_id", UUID.class),
        row.getString("slug"),
        row.getString("name"),
        row.getObject("id", UUID.class),
        row.getString("issuer"),
        row.getString("client_id"),
        row.getBytes("client_secret"),
        Role.of(row.getString("default_role")),
        row.getBoolean("enforced"));
  }
}
