package dev.freehold.accounts.sessions;

import dev.freehold.accounts.AccountsError;
import dev.freehold.accounts.EmailAddress;
import dev.freehold.accounts.Role;
import dev.freehold.kernel.Actor;
import dev.freehold.kernel.db.PlatformDb;
import dev.freehold.kernel.db.Rows;
import dev.freehold.kernel.error.Conflict;
import dev.freehold.kernel.error.Invalid;
import dev.freehold.kernel.error.KernelError;
import dev.freehold.kernel.http.RequestScope;
import java.util.ArrayList;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** A new account and its first tenant, owned by it, in one transaction. */
@Component
public class SignUps {

  private static final Pattern SLUG = Pattern.compile("[a-z][a-z0-9-]{1,38}[a-z0-9]");
  private static final String SLUG_RULE =
      "must have 3 to 40 lower-case letters, digits or hyphens, and begin with a letter";
  private static final int MAX_NAME = 255;

  /** What somebody fills in to begin. */
  public record SignUp(
      String email, String name, String password, String tenantName, String tenantSlug) {

    @Override
    public String toString() {
      return "SignUp[" + tenantSlug + "]";
    }
  }

  /** The account and the tenant that it owns. */
  public record SignedUp(UUID userId, UUID tenantId) {}

  private final PlatformDb db;
  private final Passwords passwords;

  SignUps(PlatformDb db, Passwords passwords) {
    this.db = db;
    this.passwords = passwords;
  }

  /** An account for somebody who begins. */
  public SignedUp create(SignUp signUp) {
    return create(signUp, false);
  }

  /** The account of the one who runs this installation. */
  public SignedUp createOperator(SignUp signUp) {
    return create(signUp, true);
  }

  /** The same as {@link #create}, or the account and tenant that are there already. */
  public SignedUp ensure(SignUp signUp) {
    try {
      return create(signUp);
    } catch (Conflict e) {
      return db.acrossTenants(
          actor(signUp.email()),
          RequestScope.requestId(),
          sql ->
              sql.sql(
                      """
                      select m.user_id, m.tenant_id
                      from accounts.member m
                      join accounts.user_account u on u.id = m.user_id and u.deleted_at is null
                      join accounts.tenant t
                        on t.tenant_id = m.tenant_id and t.deleted_at is null
                      where lower(u.email) = lower(:email) and t.slug = :slug
                        and m.role = 'owner'
                      """)
                  .param("email", signUp.email())
                  .param("slug", signUp.tenantSlug())
                  .query(Rows.of(SignedUp.class))
                  .optional()
                  .orElseThrow(() -> e));
    }
  }

  /** An account that works in a tenant in some role, made if there is none with this address. */
  public void ensureMember(UUID tenantId, String email, String name, String password, Role role) {
    var hash = passwords.hash(password);
    db.acrossTenants(
        actor(email),
        RequestScope.requestId(),
        sql ->
            sql.sql(
                    """
                    with made as (
                      insert into accounts.user_account (email, name, password_hash)
                      values (:email, :name, :hash)
                      on conflict (lower(email)) where deleted_at is null do nothing
                      returning id),
                    account as (
                      select id from made
                      union all
                      select id from accounts.user_account
                      where lower(email) = lower(:email) and deleted_at is null)
                    insert into accounts.member (tenant_id, user_id, role)
                    select :tenant, id, lower(:role) from account
                    on conflict (tenant_id, user_id) do nothing
                    """)
                .param("email", email)
                .param("name", name)
                .param("hash", hash)
                .param("tenant", tenantId)
                .param("role", role.name())
                .update());
  }

  /** Whether anybody runs this installation yet. */
  public boolean hasOperator() {
    return db.acrossTenants(
        actor("start"),
        "start",
        sql ->
            sql.sql("select exists (select 1 from accounts.user_account where operator)")
                .query(Boolean.class)
                .single());
  }

  private SignedUp create(SignUp signUp, boolean operator) {
    check(signUp);
    var hash = passwords.hash(signUp.password());
    return db.acrossTenants(
        actor(signUp.email()),
        RequestScope.requestId(),
        sql -> insert(sql, signUp, hash, false, operator));
  }

  /**
   * Makes what somebody filled in before, whose mailbox has proved to be theirs.
   *
   * @param pending what was filled in; its password is empty
   * @param use uses the link up; false if somebody else was first
   */
  SignedUp createConfirmed(SignUp pending, String hash, Predicate<JdbcClient> use) {
    if (!SLUG.matcher(pending.tenantSlug()).matches()) {
      throw Invalid.field("tenant_slug", SLUG_RULE);
    }
    return db.acrossTenants(
        actor(pending.email()),
        RequestScope.requestId(),
        sql -> {
          if (!use.test(sql)) {
            throw PendingSignUps.notFound();
          }
          return insert(sql, pending, hash, true, false);
        });
  }

  /** Slugs are public: whether one is taken may be said before the mailbox is proved. */
  void checkFree(String slug) {
    boolean taken =
        db.acrossTenants(
            actor("sign-up"),
            RequestScope.requestId(),
            sql ->
                sql.sql(
                        """
                        select exists (
                          select from accounts.tenant where slug = :slug and deleted_at is null)
                        """)
                    .param("slug", slug)
                    .query(Boolean.class)
                    .single());
    if (taken) {
      throw slugTaken(slug);
    }
  }

  private static SignedUp insert(
      JdbcClient sql, SignUp signUp, String hash, boolean verified, boolean operator) {
    var user = insertUser(sql, signUp, hash, verified, operator);
    var tenant = insertTenant(sql, signUp, operator);
    sql.sql(
            """
            insert into accounts.member (tenant_id, user_id, role)
            values (:tenant, :user, 'owner')
            """)
        .param("tenant", tenant)
        .param("user", user)
        .update();
    return new SignedUp(user, tenant);
  }

  private static UUID insertUser(
      JdbcClient sql, SignUp signUp, String passwordHash, boolean verified, boolean operator) {
    try {
      return sql.sql(
              """
              insert into accounts.user_account
                (email, name, password_hash, operator, email_verified_at)
              values (:email, :name, :hash, :operator, case when :verified then now() end)
              returning id
              """)
          .param("verified", verified)
          .param("email", signUp.email())
          .param("name", signUp.name())
          .param("hash", passwordHash)
          .param("operator", operator)
          .query(UUID.class)
          .single();
    } catch (DuplicateKeyException e) {
      throw new Conflict(
          AccountsError.EMAIL_TAKEN, "There is an account with this email address. Sign in.");
    }
  }

  private static UUID insertTenant(JdbcClient sql, SignUp signUp, boolean operator) {
    try {
      return sql.sql(
              """
              insert into accounts.tenant (slug, name, operator)
              values (:slug, :name, :operator)
              returning tenant_id
              """)
          .param("slug", signUp.tenantSlug())
          .param("name", signUp.tenantName())
          .param("operator", operator)
          .query(UUID.class)
          .single();
    } catch (DuplicateKeyException e) {
      throw slugTaken(signUp.tenantSlug());
    }
  }

  private static Conflict slugTaken(String slug) {
    return new Conflict(
        AccountsError.SLUG_TAKEN, "The slug " + slug + " is taken. Choose another.");
  }

  void check(SignUp signUp) {
    var wrong = new ArrayList<Invalid.Field>();
    if (!EmailAddress.isOne(signUp.email())) {
      wrong.add(new Invalid.Field("email", "must be an email address"));
    }
    if (signUp.name().isBlank() || signUp.name().length() > MAX_NAME) {
      wrong.add(new Invalid.Field("name", "must have 1 to " + MAX_NAME + " characters"));
    }
    if (signUp.tenantName().isBlank() || signUp.tenantName().length() > MAX_NAME) {
      wrong.add(new Invalid.Field("tenant_name", "must have 1 to " + MAX_NAME + " characters"));
    }
    if (!SLUG.matcher(signUp.tenantSlug()).matches()) {
      wrong.add(new Invalid.Field("tenant_slug", SLUG_RULE));
    }
    passwords
        .weakness(signUp.password())
        .ifPresent(reason -> wrong.add(new Invalid.Field("password", reason)));
    if (!wrong.isEmpty()) {
      throw new Invalid(
          KernelError.INVALID_REQUEST, "Some fields are missing or not valid.", wrong);
    }
  }

  private static Actor actor(String name) {
    return new Actor(Actor.Kind.SYSTEM, null, name);
  }
}
