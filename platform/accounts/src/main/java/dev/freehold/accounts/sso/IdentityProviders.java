package dev.freehold.accounts.sso;

import dev.freehold.accounts.Role;
import dev.freehold.accounts.access.KeyCache;
import dev.freehold.accounts.members.RoleLimit;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.db.Rows;
import dev.freehold.kernel.db.TenantDb;
import dev.freehold.kernel.error.Invalid;
import dev.freehold.kernel.error.NotFound;
import dev.freehold.kernel.http.IfMatch;
import dev.freehold.kernel.net.Outbound;
import dev.freehold.kernel.net.OutboundFailed;
import dev.freehold.kernel.secrets.Secrets;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * A tenant's identity provider, one at most. Whoever sets it up decides who can be whom in the
 * tenant, owners excepted, and so must hold all that an admin may do.
 */
@Component
public class IdentityProviders {

  private static final String FIND =
      "select * from accounts.identity_provider where tenant_id = :tenant";

  private final TenantDb db;
  private final RoleLimit limit;
  private final Secrets secrets;
  private final Outbound outbound;
  private final KeyCache cache;

  IdentityProviders(
      TenantDb db, RoleLimit limit, Secrets secrets, Outbound outbound, KeyCache cache) {
    this.db = db;
    this.limit = limit;
    this.secrets = secrets;
    this.outbound = outbound;
    this.cache = cache;
  }

  Optional<IdentityProvider> find(Caller caller) {
    return db.readOne(caller, FIND, Map.of(), Rows.of(IdentityProvider.class));
  }

  public IdentityProvider get(Caller caller) {
    return find(caller).orElseThrow(IdentityProviders::notFound);
  }

  /**
   * Sets the provider up, or changes it. Another issuer or client is another provider: what the
   * former vouched for, and the sessions that came of it, end.
   */
  public IdentityProvider set(Caller caller, ProviderDraft draft, IfMatch ifMatch) {
    limit.check(caller, Role.ADMIN);
    checkRole(draft.defaultRole());
    checkIssuer(draft.issuer());
    var made =
        db.inTenant(
            caller,
            sql -> {
              lockTenant(sql, caller);
              var former = find(sql, caller);
              former.ifPresent(ifMatch::check);
              return former.isPresent() && isSame(former.get(), draft)
                  ? update(sql, caller, draft)
                  : replace(sql, caller, draft);
            });
    cache.forgetTenant(caller.tenantId());
    return made;
  }

  /** Nobody comes through it any more, and whoever did is logged out. */
  public void remove(Caller caller) {
    limit.check(caller, Role.ADMIN);
    db.inTenant(
        caller,
        sql -> {
          if (delete(sql, caller) == 0) {
            throw notFound();
          }
          return null;
        });
    cache.forgetTenant(caller.tenantId());
  }

  /** The secret's context names the tenant: copied to another one's row it opens nothing. */
  static String context(UUID tenantId) {
    return "identity_provider/" + tenantId;
  }

  private static boolean isSame(IdentityProvider former, ProviderDraft draft) {
    return former.issuer().equals(draft.issuer()) && former.clientId().equals(draft.clientId());
  }

  private IdentityProvider update(JdbcClient sql, Caller caller, ProviderDraft draft) {
    return values(
            sql.sql(
                """
                update accounts.identity_provider
                set client_secret = coalesce(:secret, client_secret),
                  default_role = lower(:role), enforced = :enforced,
                  trusts_second_factor = :trusts
                where tenant_id = :tenant
                returning *
                """),
            caller,
            draft)
        .query(Rows.of(IdentityProvider.class))
        .single();
  }

  private IdentityProvider replace(JdbcClient sql, Caller caller, ProviderDraft draft) {
    // A kept secret would go to whatever token endpoint the new issuer names.
    if (draft.clientSecret() == null) {
      throw Invalid.field("client_secret", "must be given for this issuer and client");
    }
    delete(sql, caller);
    return values(
            sql.sql(
                """
                insert into accounts.identity_provider
                  (tenant_id, issuer, client_id, client_secret, default_role, enforced,
                    trusts_second_factor)
                values (:tenant, :issuer, :client, :secret, lower(:role), :enforced, :trusts)
                returning *
                """),
            caller,
            draft)
        .param("issuer", draft.issuer())
        .param("client", draft.clientId())
        .query(Rows.of(IdentityProvider.class))
        .single();
  }

  private JdbcClient.StatementSpec values(
      JdbcClient.StatementSpec statement, Caller caller, ProviderDraft draft) {
    return statement
        .param("tenant", caller.tenantId())
        .param("secret", encrypted(caller, draft.clientSecret()), java.sql.Types.BINARY)
        .param("role", draft.defaultRole().name())
        .param("enforced", draft.enforced())
        .param("trusts", draft.trustsSecondFactor());
  }

  private byte @Nullable [] encrypted(Caller caller, @Nullable String secret) {
    return secret == null
        ? null
        : secrets.encrypt(secret.getBytes(StandardCharsets.UTF_8), context(caller.tenantId()));
  }

  private static Optional<IdentityProvider> find(JdbcClient sql, Caller caller) {
    return sql.sql(FIND)
        .param("tenant", caller.tenantId())
        .query(Rows.of(IdentityProvider.class))
        .optional();
  }

  private static int delete(JdbcClient sql, Caller caller) {
    return sql.sql("delete from accounts.identity_provider where tenant_id = :tenant")
        .param("tenant", caller.tenantId())
        .update();
  }

  /** Of two who set it up at once, the second finds the first one's. */
  private static void lockTenant(JdbcClient sql, Caller caller) {
    sql.sql("select 1 from accounts.tenant where tenant_id = :tenant for no key update")
        .param("tenant", caller.tenantId())
        .query()
        .listOfRows();
  }

  private static void checkRole(Role role) {
    if (role == Role.OWNER || role == Role.CUSTOM) {
      throw Invalid.field("default_role", "must be admin, manager, member or viewer");
    }
  }

  private void checkIssuer(String issuer) {
    try {
      var address = URI.create(issuer);
      outbound.check(address);
      if (address.getRawQuery() != null || address.getRawFragment() != null) {
        throw Invalid.field("issuer", "must have no query and no fragment");
      }
    } catch (OutboundFailed e) {
      throw Invalid.field("issuer", String.valueOf(e.getMessage()));
    } catch (IllegalArgumentException e) {
      throw Invalid.field("issuer", "must be an address such as https://login.acme.example");
    }
  }

  static NotFound notFound() {
    return new NotFound(
        SsoError.SSO_NOT_SET_UP, "Single sign-on is not set up here. Log in with your password.");
  }
}
