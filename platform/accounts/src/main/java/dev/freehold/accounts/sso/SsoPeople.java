package dev.freehold.accounts.sso;

import dev.freehold.accounts.EmailAddress;
import dev.freehold.accounts.Role;
import dev.freehold.accounts.invitations.EmailDomains;
import dev.freehold.kernel.Actor;
import dev.freehold.kernel.db.PlatformDb;
import dev.freehold.kernel.db.Rows;
import dev.freehold.kernel.error.Forbidden;
import dev.freehold.kernel.http.RequestScope;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Whose account it is that a provider vouched for. A provider is set up by one tenant and can say
 * what it likes, so its word is worth something in that tenant alone, and there:
 *
 * <ul>
 *   <li>a subject that is known is the member that it was;
 *   <li>an address that nobody has becomes a new account and member, if the tenant proved its
 *       domain;
 *   <li>an account that is a member already, but no owner, is joined to the subject, if the tenant
 *       proved the address's domain and no other subject is that member;
 *   <li>every other account waits until its person shows that it is theirs.
 * </ul>
 */
@Component
class SsoPeople {

  /**
   * Who it is.
   *
   * @param userId null if the account's person must show first that it is theirs
   */
  record Found(@Nullable UUID userId) {}

  private record Known(UUID userId, boolean active) {}

  private record Account(
      UUID id,
      boolean closed,
      @Nullable String role,
      @Nullable String status,
      boolean hasSubject) {}

  private final PlatformDb db;

  SsoPeople(PlatformDb db) {
    this.db = db;
  }

  Found find(TenantProvider provider, VouchedFor person) {
    try {
      return platform(sql -> find(sql, provider, person));
    } catch (DuplicateKeyException e) {
      // Another tenant made the account at the same moment; now it is there to be found.
      return platform(sql -> find(sql, provider, person));
    }
  }

  private static Found find(JdbcClient sql, TenantProvider provider, VouchedFor person) {
    var known = known(sql, provider, person.subject());
    if (known.isEmpty()) {
      // Of two first logins at once, the second waits and finds what the first one made.
      lockTenant(sql, provider);
      known = known(sql, provider, person.subject());
    }
    if (known.isPresent()) {
      if (!known.get().active()) {
        throw suspended();
      }
      return new Found(known.get().userId());
    }
    var email = email(person);
    var isProven = isProven(sql, provider, email);
    var account = account(sql, provider, email);
    if (account.isEmpty()) {
      if (!isProven) {
        throw refused(
            "Your organisation did not prove the domain of "
                + email
                + ", so its provider cannot make an account of it. Ask there for an invitation.");
      }
      return new Found(create(sql, provider, person, email));
    }
    var there = account.get();
    if (there.closed() || "suspended".equals(there.status())) {
      throw suspended();
    }
    var isPlainMember = there.role() != null && !there.role().equals("owner");
    if (!isProven || !isPlainMember || there.hasSubject()) {
      return new Found(null);
    }
    join(sql, provider, person.subject(), there.id());
    return new Found(there.id());
  }

  /**
   * Joins the account of a person who showed that it is theirs; they become a member if need be.
   */
  void joinShown(TenantProvider provider, SsoAttempts.Waiting waiting, UUID user, String state) {
    platform(
        sql -> {
          SsoAttempts.use(sql, state);
          var account =
              account(sql, provider, waiting.email())
                  .filter(found -> found.id().equals(user) && !found.closed())
                  .orElseThrow(SsoAttempts::over);
          if ("suspended".equals(account.status())) {
            throw suspended();
          }
          if (account.hasSubject()) {
            throw refused(
                "Another person of the provider is joined to this account. Ask an admin to remove"
                    + " the member first.");
          }
          if (account.role() == null) {
            EmailDomains.check(sql, provider.tenantId(), waiting.email());
            addMember(sql, provider, user);
          }
          join(sql, provider, waiting.subject(), user);
          return null;
        });
  }

  private static void lockTenant(JdbcClient sql, TenantProvider provider) {
    sql.sql("select 1 from accounts.tenant where tenant_id = :tenant for no key update")
        .param("tenant", provider.tenantId())
        .query()
        .listOfRows();
  }

  private static Optional<Known> known(JdbcClient sql, TenantProvider provider, String subject) {
    return sql.sql(
            """
            select i.user_id,
              m.status = 'active' and u.deleted_at is null and u.suspended_at is null as active
            from accounts.sso_identity i
            join accounts.member m on m.tenant_id = i.tenant_id and m.user_id = i.user_id
            join accounts.user_account u on u.id = i.user_id
            where i.tenant_id = :tenant and i.provider_id = :provider and i.subject = :subject
            """)
        .param("tenant", provider.tenantId())
        .param("provider", provider.providerId())
        .param("subject", subject)
        .query(Rows.of(Known.class))
        .optional();
  }

  private static Optional<Account> account(JdbcClient sql, TenantProvider provider, String email) {
    return sql.sql(
            """
            select u.id, u.suspended_at is not null as closed, m.role, m.status,
              exists (
                select from accounts.sso_identity i
                where i.tenant_id = :tenant and i.provider_id = :provider and i.user_id = u.id)
                as has_subject
            from accounts.user_account u
            left join accounts.member m on m.tenant_id = :tenant and m.user_id = u.id
            where lower(u.email) = lower(:email) and u.deleted_at is null
            """)
        .param("tenant", provider.tenantId())
        .param("provider", provider.providerId())
        .param("email", email)
        .query(Rows.of(Account.class))
        .optional();
  }

  private static boolean isProven(JdbcClient sql, TenantProvider provider, String email) {
    return sql.sql(
            """
            select exists (
              select from accounts.sso_domain
              where tenant_id = :tenant and domain = :domain and proven_at is not null)
            """)
        .param("tenant", provider.tenantId())
        .param("domain", EmailAddress.domain(email))
        .query(Boolean.class)
        .single();
  }

  /** Without a password, and with an address that no mail proved: the provider's word alone. */
  private static UUID create(
      JdbcClient sql, TenantProvider provider, VouchedFor person, String email) {
    EmailDomains.check(sql, provider.tenantId(), email);
    var name = person.name();
    var user =
        sql.sql(
                """
                insert into accounts.user_account (email, name) values (:email, :name)
                returning id
                """)
            .param("email", email)
            .param("name", name == null || name.isBlank() ? email : name.strip())
            .query(UUID.class)
            .single();
    addMember(sql, provider, user);
    join(sql, provider, person.subject(), user);
    return user;
  }

  private static void addMember(JdbcClient sql, TenantProvider provider, UUID user) {
    var role = provider.defaultRole();
    if (role == Role.OWNER || role == Role.CUSTOM) {
      throw new IllegalStateException("a provider cannot make an " + role);
    }
    sql.sql(
            """
            insert into accounts.member (tenant_id, user_id, role)
            values (:tenant, :user, lower(:role))
            """)
        .param("tenant", provider.tenantId())
        .param("user", user)
        .param("role", role.name())
        .update();
  }

  private static void join(JdbcClient sql, TenantProvider provider, String subject, UUID user) {
    sql.sql(
            """
            insert into accounts.sso_identity (tenant_id, provider_id, subject, user_id)
            values (:tenant, :provider, :subject, :user)
            """)
        .param("tenant", provider.tenantId())
        .param("provider", provider.providerId())
        .param("subject", subject)
        .param("user", user)
        .update();
  }

  static String email(VouchedFor person) {
    var email = person.email();
    if (email == null || !EmailAddress.isOne(email)) {
      throw refused(
          "The provider did not say your email address, or not that it is verified. Ask whoever"
              + " runs it to release the claims email and email_verified.");
    }
    return email;
  }

  private static Forbidden suspended() {
    return refused("Your membership is suspended. Ask an admin of your organisation.");
  }

  private static Forbidden refused(String message) {
    return new Forbidden(SsoError.SSO_LOGIN_REFUSED, message);
  }

  private <T extends @Nullable Object> T platform(Function<JdbcClient, T> work) {
    return db.acrossTenants(
        new Actor(Actor.Kind.SYSTEM, null, "single sign-on"), RequestScope.requestId(), work);
  }
}
