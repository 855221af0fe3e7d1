package dev.freehold.accounts.sessions;

import dev.freehold.accounts.AccountsError;
import dev.freehold.accounts.Role;
import dev.freehold.accounts.Tokens;
import dev.freehold.accounts.access.Authentication;
import dev.freehold.accounts.access.KeyCache;
import dev.freehold.kernel.Actor;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.db.PlatformDb;
import dev.freehold.kernel.db.Rows;
import dev.freehold.kernel.error.Forbidden;
import dev.freehold.kernel.error.NotFound;
import dev.freehold.kernel.error.Unauthenticated;
import dev.freehold.kernel.http.RequestScope;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Sessions of the console, kept in the database by the hash of their token. Each sign-in begins a
 * new one, so a token planted before is worth nothing.
 */
@Component
public class Sessions {

  static final Duration LIFETIME = Duration.ofDays(14);
  static final Duration SECOND_STEP_LIFETIME = Duration.ofMinutes(10);
  static final int TOKEN_LENGTH = 43;

  /** A tenant that the signed-in person works in. */
  public record Membership(UUID tenantId, String slug, String name, Role role) {}

  private record Account(UUID id, @Nullable String passwordHash) {}

  /** The tenant's provider that vouched for a session's person. */
  private record Provider(UUID tenantId, UUID id) {}

  private final PlatformDb db;
  private final Passwords passwords;
  private final LoginThrottle throttle;
  private final KeyCache cache;

  Sessions(PlatformDb db, Passwords passwords, LoginThrottle throttle, KeyCache cache) {
    this.db = db;
    this.passwords = passwords;
    this.throttle = throttle;
    this.cache = cache;
  }

  /**
   * Signs in and begins a session in the tenant joined first.
   *
   * @param address the network address of the person, for throttling
   * @return the token for the session cookie
   */
  public String signIn(String email, String password, String address) {
    return signIn(email, password, Client.at(address));
  }

  /** The same, with what the person's list of sessions shows. */
  public String signIn(String email, String password, Client client) {
    return begin(checkPassword(email, password, client), null, client);
  }

  /**
   * Whose password it is.
   *
   * @param client from where, for throttling
   */
  public UUID checkPassword(String email, String password, Client client) {
    throttle.attempt(email, client.address(), () -> isKnown(email, client));
    var account = platform(email, sql -> find(sql, email));
    var hash = account == null ? null : account.passwordHash();
    if (account == null || hash == null) {
      passwords.compareWithNobody(password);
      throttle.wrong(email);
      throw wrongCredentials();
    }
    if (!passwords.matches(password, hash)) {
      throttle.wrong(email);
      throw wrongCredentials();
    }
    return account.id();
  }

  /**
   * Begins a session of a person whose password was right. If the account has a second factor, the
   * session opens nothing but the second step.
   *
   * @param tenantId where it begins; null for the tenant joined first
   * @return the token for the session cookie
   */
  public String begin(UUID userId, @Nullable UUID tenantId, Client client) {
    var token = Tokens.random(TOKEN_LENGTH);
    platform("sign in", sql -> begin(sql, userId, tenantId, token, client, false, null));
    return token;
  }

  /** The same for somebody who has shown the second factor as well, or a passkey. */
  public String beginWithSecondFactor(UUID userId, @Nullable UUID tenantId, Client client) {
    var token = Tokens.random(TOKEN_LENGTH);
    platform("sign in", sql -> begin(sql, userId, tenantId, token, client, true, null));
    return token;
  }

  /**
   * The same for somebody whom the tenant's provider vouched for: it opens that tenant alone.
   *
   * @param confirmedAt when they showed the provider who they are; null if it does not say
   */
  public String beginThroughProvider(
      UUID userId, UUID tenantId, UUID providerId, @Nullable Instant confirmedAt, Client client) {
    var token = Tokens.random(TOKEN_LENGTH);
    platform(
        "sign in",
        sql -> {
          begin(sql, userId, tenantId, token, client, true, new Provider(tenantId, providerId));
          return sql.sql(
                  """
                  update accounts.session
                  set confirmed_at = coalesce(to_timestamp(:confirmed::bigint), '-infinity')
                  where token_hash = :hash
                  """)
              .param("confirmed", confirmedAt == null ? null : confirmedAt.getEpochSecond())
              .param("hash", Tokens.sha256(token))
              .update();
        });
    return token;
  }

  /** Whether the token is of a login whose second step is still to come. */
  boolean isWaiting(@Nullable String token) {
    return token != null
        && platform(
            "sign in",
            sql ->
                sql.sql(
                        """
                        select exists (
                          select from accounts.session
                          where token_hash = :hash and stage = 'second_factor'
                            and expires_at > now())
                        """)
                    .param("hash", Tokens.sha256(token))
                    .query(Boolean.class)
                    .single());
  }

  /** Whether the account's owner signed in from there before. */
  private boolean isKnown(String email, Client client) {
    return platform(
        email,
        sql ->
            sql.sql(
                    """
                    select exists (
                      select from accounts.session s
                      join accounts.user_account u on u.id = s.user_id and u.deleted_at is null
                      where lower(u.email) = lower(:email) and s.address = :address)
                    """)
                .param("email", email)
                .param("address", client.keptAddress())
                .query(Boolean.class)
                .single());
  }

  /** Ends the session; ending it again changes nothing. */
  public void signOut(String token) {
    platform(
        "sign out",
        sql ->
            sql.sql("delete from accounts.session where token_hash = :hash")
                .param("hash", Tokens.sha256(token))
                .update());
    cache.forget(Tokens.sha256(token));
  }

  /** The tenants that the person of this caller works in, by name, each before its sandbox. */
  public List<Membership> memberships(Caller caller) {
    return platform(
        caller.actor().name(),
        sql ->
            sql.sql(
                    """
                    select t.tenant_id, t.slug,
                      case when t.sandbox_of is null then home.name else home.name || ' · Sandbox' end
                        as name,
                      m.role
                    from accounts.member m
                    join accounts.tenant home
                      on home.tenant_id = m.tenant_id
                      and home.deleted_at is null and home.suspended_at is null
                    join accounts.tenant t
                      on (t.tenant_id = m.tenant_id or t.sandbox_of = m.tenant_id)
                      and t.deleted_at is null
                    where m.user_id = :user and m.status = 'active'
                      and (not :only or :tenant in (t.tenant_id, t.sandbox_of)
                        or t.tenant_id in (
                          select sandbox_of from accounts.tenant where tenant_id = :tenant))
                    order by home.name, home.slug, t.sandbox_of is not null
                    """)
                .param("user", caller.actor().id())
                .param("only", caller.may(Authentication.SINGLE_SIGN_ON))
                .param("tenant", caller.tenantId())
                .query(Rows.of(Membership.class))
                .list());
  }

  /** Moves the session to another tenant that its person works in. */
  public void switchTenant(Caller caller, String token, UUID tenantId) {
    var moved =
        platform(
            caller.actor().name(),
            sql ->
                sql.sql(
                        """
                        update accounts.session s set tenant_id = t.tenant_id
                        from accounts.member m
                        join accounts.tenant home
                          on home.tenant_id = m.tenant_id
                          and home.deleted_at is null and home.suspended_at is null
                        join accounts.tenant t
                          on (t.tenant_id = m.tenant_id or t.sandbox_of = m.tenant_id)
                          and t.deleted_at is null
                        where s.token_hash = :hash and m.user_id = s.user_id
                          and t.tenant_id = :tenant and m.status = 'active'
                          and case when s.provider_id is null
                            then not accounts.needs_single_sign_on(m.tenant_id, m.role)
                            else s.provider_tenant = m.tenant_id end
                        """)
                    .param("hash", Tokens.sha256(token))
                    .param("tenant", tenantId)
                    .update());
    if (moved == 0) {
      if (memberships(caller).stream().anyMatch(known -> known.tenantId().equals(tenantId))) {
        throw singleSignOnRequired();
      }
      throw new NotFound(AccountsError.TENANT_NOT_FOUND, "There is no such tenant.");
    }
    cache.forget(Tokens.sha256(token));
  }

  /** Deletes what has expired; called from time to time. */
  int deleteExpired() {
    return platform(
        "housekeeping",
        sql -> sql.sql("delete from accounts.session where expires_at < now()").update());
  }

  private static @Nullable Account find(JdbcClient sql, String email) {
    return sql.sql(
            """
            select id, password_hash from accounts.user_account
            where lower(email) = lower(:email) and deleted_at is null and suspended_at is null
            """)
        .param("email", email)
        .query(Rows.of(Account.class))
        .optional()
        .orElse(null);
  }

  private static int begin(
      JdbcClient sql,
      UUID userId,
      @Nullable UUID tenantId,
      String token,
      Client client,
      boolean shown,
      @Nullable Provider provider) {
    int begun =
        sql.sql(
                """
                insert into accounts.session
                  (token_hash, user_id, tenant_id, provider_tenant, provider_id, stage, expires_at,
                    address, user_agent)
                select :hash, :user, m.tenant_id, :providerTenant::uuid, :provider::uuid, stage.name,
                  now() + make_interval(secs => case stage.name
                    when 'full' then :lifetime else :stepLifetime end),
                  :address, :agent
                from accounts.member m
                join accounts.tenant t
                  on t.tenant_id = m.tenant_id and t.deleted_at is null and t.suspended_at is null
                join accounts.user_account u on u.id = m.user_id
                cross join lateral (
                  select case when :shown or not u.has_second_factor
                    then 'full' else 'second_factor' end as name) stage
                where m.user_id = :user and m.status = 'active'
                  and case when :provider::uuid is null
                    then not accounts.needs_single_sign_on(m.tenant_id, m.role)
                    else m.tenant_id = :providerTenant::uuid end
                order by m.tenant_id = :tenant::uuid desc nulls last, m.id
                limit 1
                """)
            .param("hash", Tokens.sha256(token))
            .param("user", userId)
            .param("tenant", tenantId)
            .param("shown", shown)
            .param("providerTenant", provider == null ? null : provider.tenantId())
            .param("provider", provider == null ? null : provider.id())
            .param("lifetime", LIFETIME.toSeconds())
            .param("stepLifetime", SECOND_STEP_LIFETIME.toSeconds())
            .param("address", client.keptAddress())
            .param("agent", client.keptAgent())
            .update();
    if (begun == 0 && isMemberAnywhere(sql, userId)) {
      throw singleSignOnRequired();
    }
    if (begun == 0) {
      if (isOfSuspended(sql, userId)) {
        throw Authentication.suspended();
      }
      throw new Forbidden(
          AccountsError.NO_MEMBERSHIP,
          "You are in no organisation at present: ask somebody there to invite you again.");
    }
    return begun;
  }

  private static boolean isMemberAnywhere(JdbcClient sql, UUID userId) {
    return isMember(sql, userId, false);
  }

  /** Whether the person, who has shown who they are, works in a tenant that is suspended. */
  public static boolean isOfSuspended(JdbcClient sql, UUID userId) {
    return isMember(sql, userId, true);
  }

  private static boolean isMember(JdbcClient sql, UUID userId, boolean ofSuspended) {
    return sql.sql(
            """
            select exists (
              select from accounts.member m
              join accounts.tenant t
                on t.tenant_id = m.tenant_id and t.deleted_at is null
                and (t.suspended_at is not null) = :suspended
              where m.user_id = :user and m.status = 'active')
            """)
        .param("user", userId)
        .param("suspended", ofSuspended)
        .query(Boolean.class)
        .single();
  }

  /** To be told to those alone who showed that they are a member. */
  public static Forbidden singleSignOnRequired() {
    return new Forbidden(
        AccountsError.SINGLE_SIGN_ON_REQUIRED,
        "Your organisation lets you in through its single sign-on alone: log in with your address"
            + " and no password, or through the link that your organisation gave you.");
  }

  private <T extends @Nullable Object> T platform(String name, Function<JdbcClient, T> work) {
    return db.acrossTenants(
        new Actor(Actor.Kind.SYSTEM, null, name), RequestScope.requestId(), work);
  }

  private static Unauthenticated wrongCredentials() {
    return new Unauthenticated(
        AccountsError.WRONG_CREDENTIALS, "The email address or the password is wrong.");
  }
}
