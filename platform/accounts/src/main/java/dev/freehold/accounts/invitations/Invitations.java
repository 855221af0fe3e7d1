package dev.freehold.accounts.invitations;

import dev.freehold.accounts.AccountsError;
import dev.freehold.accounts.EmailAddress;
import dev.freehold.accounts.Role;
import dev.freehold.accounts.Throttle;
import dev.freehold.accounts.Tokens;
import dev.freehold.accounts.members.RoleLimit;
import dev.freehold.kernel.Actor;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.db.Rows;
import dev.freehold.kernel.db.TenantDb;
import dev.freehold.kernel.error.Conflict;
import dev.freehold.kernel.error.NotFound;
import dev.freehold.kernel.http.Page;
import dev.freehold.kernel.http.PageRequest;
import dev.freehold.kernel.jobs.Jobs;
import dev.freehold.kernel.mail.Mails;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Invitations of a tenant: made, sent again, revoked. An address has one open invitation at most;
 * asking it again makes the earlier link worthless.
 */
@Component
public class Invitations {

  static final Duration LIFETIME = Duration.ofDays(7);
  static final int TOKEN_LENGTH = 43;

  static final int PER_TENANT = 200;
  static final Duration WINDOW = Duration.ofHours(1);

  private final Throttle throttle =
      new Throttle(
          AccountsError.TOO_MANY_INVITATIONS,
          "Too many invitations in the last hour. Wait a while and go on.",
          PER_TENANT,
          WINDOW);
  private final TenantDb db;
  private final RoleLimit limit;
  private final Mails mails;
  private final Jobs jobs;
  private final InvitationMails links;

  Invitations(TenantDb db, RoleLimit limit, Mails mails, Jobs jobs, InvitationMails links) {
    this.db = db;
    this.limit = limit;
    this.mails = mails;
    this.jobs = jobs;
    this.links = links;
  }

  /** Newest first, those that are over included. */
  public Page<Invitation> list(Caller caller, PageRequest page) {
    return page.of(
        db.read(
            caller,
            """
            select * from accounts.invitation
            where tenant_id = :tenant and id < :after
            order by id desc
            limit :limit
            """,
            page.values(),
            Rows.of(Invitation.class)),
        Invitation::id);
  }

  public Invitation get(Caller caller, UUID id) {
    return db.readOne(
            caller,
            "select * from accounts.invitation where tenant_id = :tenant and id = :id",
            Map.of("id", id),
            Rows.of(Invitation.class))
        .orElseThrow(Invitations::notFound);
  }

  /** Asks somebody in, in a role not above the caller's own. */
  public NewInvitation create(Caller caller, String email, Role role) {
    EmailAddress.checked(email);
    throttle.take(caller.tenantId().toString());
    limit.check(caller, role);
    var token = tokenToShow();
    return db.inTenant(
        caller,
        sql -> {
          refuseMember(sql, caller, email);
          EmailDomains.check(sql, caller.tenantId(), email);
          return begin(sql, insert(sql, caller, email, role, token), token);
        });
  }

  private static Invitation insert(
      JdbcClient sql, Caller caller, String email, Role role, @Nullable String token) {
    return sql.sql(
            """
            insert into accounts.invitation
              (email, role, token_hash, invited_by, invited_by_name, expires_at)
            values (
              :email, lower(:role), :hash, :by, :byName, now() + make_interval(secs => :lifetime))
            on conflict (tenant_id, lower(email)) where accepted_at is null and revoked_at is null
            do update set role = excluded.role, token_hash = excluded.token_hash,
              invited_by = excluded.invited_by, invited_by_name = excluded.invited_by_name,
              expires_at = excluded.expires_at, sent_at = null
            returning *
            """)
        .param("email", email)
        .param("role", role.name())
        .param("hash", token == null ? null : Tokens.sha256(token))
        .param("by", caller.actor().kind() == Actor.Kind.USER ? caller.actor().id() : null)
        .param("byName", caller.actor().name())
        .param("lifetime", LIFETIME.toSeconds())
        .query(Rows.of(Invitation.class))
        .single();
  }

  /** Sends another link, good for the whole time again; the one sent before opens nothing. */
  public NewInvitation resend(Caller caller, UUID id) {
    throttle.take(caller.tenantId().toString());
    var token = tokenToShow();
    return db.inTenant(
        caller,
        sql -> {
          var renewed =
              sql.sql(
                      """
                      update accounts.invitation
                      set token_hash = :hash, sent_at = null,
                        expires_at = now() + make_interval(secs => :lifetime)
                      where tenant_id = :tenant and id = :id
                        and accepted_at is null and revoked_at is null
                      returning *
                      """)
                  .param("hash", token == null ? null : Tokens.sha256(token))
                  .param("lifetime", LIFETIME.toSeconds())
                  .param("tenant", caller.tenantId())
                  .param("id", id)
                  .query(Rows.of(Invitation.class))
                  .optional()
                  .orElseThrow(Invitations::notFound);
          limit.check(caller, renewed.role());
          EmailDomains.check(sql, caller.tenantId(), renewed.email());
          return begin(sql, renewed, token);
        });
  }

  /** Ends an invitation; ending it again changes nothing. */
  public Invitation revoke(Caller caller, UUID id) {
    return db.inTenant(
        caller,
        sql ->
            sql.sql(
                    """
                    update accounts.invitation set revoked_at = coalesce(revoked_at, now())
                    where tenant_id = :tenant and id = :id and accepted_at is null
                    returning *
                    """)
                .param("tenant", caller.tenantId())
                .param("id", id)
                .query(Rows.of(Invitation.class))
                .optional()
                .orElseThrow(Invitations::notFound));
  }

  /** With a mail server the job makes the token; without one it is made here, to be shown. */
  private @Nullable String tokenToShow() {
    return mails.isSetUp() ? null : Tokens.random(TOKEN_LENGTH);
  }

  private NewInvitation begin(JdbcClient sql, Invitation invitation, @Nullable String token) {
    if (token != null) {
      return new NewInvitation(invitation, links.link(token));
    }
    jobs.enqueue(sql, InvitationMails.KIND, new InvitationMails.Request(invitation.id()));
    return new NewInvitation(invitation, null);
  }

  private static void refuseMember(JdbcClient sql, Caller caller, String email) {
    boolean isMember =
        sql.sql(
                """
                select exists (
                  select from accounts.member m
                  join accounts.user_account u on u.id = m.user_id
                  where m.tenant_id = :tenant and lower(u.email) = lower(:email))
                """)
            .param("tenant", caller.tenantId())
            .param("email", email)
            .query(Boolean.class)
            .single();
    if (isMember) {
      throw new Conflict(InvitationsError.ALREADY_MEMBER, email + " is a member already.");
    }
  }

  static NotFound notFound() {
    return new NotFound(
        InvitationsError.INVITATION_NOT_FOUND,
        "There is no such invitation any more: it was used, revoked, replaced or is too old. Ask"
            + " for another one.");
  }
}
