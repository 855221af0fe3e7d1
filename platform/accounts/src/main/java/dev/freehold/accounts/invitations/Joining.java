package dev.freehold.accounts.invitations;

import dev.freehold.accounts.AccountsError;
import dev.freehold.accounts.Role;
import dev.freehold.accounts.Tokens;
import dev.freehold.accounts.sessions.Passwords;
import dev.freehold.accounts.settings.SystemSettings;
import dev.freehold.kernel.Actor;
import dev.freehold.kernel.db.PlatformDb;
import dev.freehold.kernel.db.Rows;
import dev.freehold.kernel.error.Conflict;
import dev.freehold.kernel.error.Forbidden;
import dev.freehold.kernel.error.Invalid;
import dev.freehold.kernel.error.NotFound;
import dev.freehold.kernel.http.RequestScope;
import java.util.UUID;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Following the link of an invitation. The person is of no tenant yet, or of another one, so this
 * looks across them; the token says which.
 */
@Component
class Joining {

  private static final int MAX_NAME = 255;

  private record Accepted(UUID tenantId, String email, Role role, boolean mailed) {}

  private record Person(UUID id, String name, String email) {}

  /** Somebody who is a member now, and of which tenant. */
  record Joined(UUID userId, UUID tenantId) {}

  private final PlatformDb db;
  private final Passwords passwords;
  private final SystemSettings settings;

  Joining(PlatformDb db, Passwords passwords, SystemSettings settings) {
    this.db = db;
    this.passwords = passwords;
    this.settings = settings;
  }

  JoinOffer find(String token) {
    return db.acrossTenants(
        actor("an invitation"),
        RequestScope.requestId(),
        sql ->
            sql.sql(
                    """
                    select i.tenant_id, t.name as tenant_name, i.email, i.role, i.invited_by_name,
                      exists (
                        select from accounts.user_account u
                        where lower(u.email) = lower(i.email) and u.deleted_at is null)
                        as has_account
                    from accounts.invitation i
                    join accounts.tenant t
                      on t.tenant_id = i.tenant_id
                      and t.deleted_at is null and t.suspended_at is null
                    where i.token_hash = :hash and i.accepted_at is null and i.revoked_at is null
                      and i.expires_at > now()
                    """)
                .param("hash", Tokens.sha256(token))
                .query(Rows.of(JoinOffer.class))
                .optional()
                .orElseThrow(Invitations::notFound));
  }

  /** Makes the account with the invited address a member; the link is used up with that. */
  Joined accept(String token, UUID userId) {
    var person = person(userId);
    return db.acrossTenants(
        new Actor(Actor.Kind.USER, person.id(), person.name()),
        RequestScope.requestId(),
        sql -> {
          var accepted = use(sql, token);
          if (!accepted.email().equalsIgnoreCase(person.email())) {
            throw new Forbidden(
                InvitationsError.INVITED_SOMEBODY_ELSE,
                "The invitation is for another email address than that of your account.");
          }
          return join(sql, accepted, userId);
        });
  }

  /** The same for somebody who has no account yet and gets one. */
  Joined acceptAsNew(String token, String name, String password) {
    settings.checkSignUp(true);
    if (name.isBlank() || name.length() > MAX_NAME) {
      throw Invalid.field("name", "must have 1 to " + MAX_NAME + " characters");
    }
    var open = find(token);
    var hash = passwords.hash(password);
    return db.acrossTenants(
        actor(open.email()),
        RequestScope.requestId(),
        sql -> {
          var accepted = use(sql, token);
          return join(sql, accepted, insertAccount(sql, accepted, name, hash));
        });
  }

  private Person person(UUID userId) {
    return db.acrossTenants(
        actor("an invitation"),
        RequestScope.requestId(),
        sql ->
            sql.sql(
                    """
                    select id, name, email from accounts.user_account
                    where id = :user and deleted_at is null
                    """)
                .param("user", userId)
                .query(Rows.of(Person.class))
                .optional()
                .orElseThrow(Joining::noAccount));
  }

  /** Of two who follow the same link at once, the second finds it used. */
  private static Accepted use(JdbcClient sql, String token) {
    return sql.sql(
            """
            update accounts.invitation i set accepted_at = now()
            from accounts.tenant t
            where t.tenant_id = i.tenant_id and t.deleted_at is null and t.suspended_at is null
              and i.token_hash = :hash and i.accepted_at is null and i.revoked_at is null
              and i.expires_at > now()
            returning i.tenant_id, i.email, i.role, i.sent_at is not null as mailed
            """)
        .param("hash", Tokens.sha256(token))
        .query(Rows.of(Accepted.class))
        .optional()
        .orElseThrow(Invitations::notFound);
  }

  private static Joined join(JdbcClient sql, Accepted accepted, UUID userId) {
    EmailDomains.check(sql, accepted.tenantId(), accepted.email());
    int made =
        sql.sql(
                """
                insert into accounts.member (tenant_id, user_id, role)
                values (:tenant, :user, lower(:role))
                on conflict (tenant_id, user_id) do nothing
                """)
            .param("tenant", accepted.tenantId())
            .param("user", userId)
            .param("role", accepted.role().name())
            .update();
    if (made == 0) {
      throw new Conflict(InvitationsError.ALREADY_MEMBER, "You are a member already.");
    }
    return new Joined(userId, accepted.tenantId());
  }

  private static UUID insertAccount(JdbcClient sql, Accepted accepted, String name, String hash) {
    try {
      return sql.sql(
              """
              insert into accounts.user_account (email, name, password_hash, email_verified_at)
              values (:email, :name, :hash, case when :mailed then now() end)
              returning id
              """)
          .param("email", accepted.email())
          .param("mailed", accepted.mailed())
          .param("name", name)
          .param("hash", hash)
          .query(UUID.class)
          .single();
    } catch (DuplicateKeyException e) {
      throw new Conflict(
          AccountsError.EMAIL_TAKEN, "There is an account with this email address. Log in.");
    }
  }

  private static Actor actor(String name) {
    return new Actor(Actor.Kind.SYSTEM, null, name);
  }

  private static NotFound noAccount() {
    return new NotFound(InvitationsError.INVITATION_NOT_FOUND, "Your account is closed.");
  }
}
