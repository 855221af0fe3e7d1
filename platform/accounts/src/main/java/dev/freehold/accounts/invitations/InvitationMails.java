package dev.freehold.accounts.invitations;

import dev.freehold.accounts.Role;
import dev.freehold.accounts.Tokens;
import dev.freehold.accounts.tenants.Tenants;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.KernelSettings;
import dev.freehold.kernel.console.Console;
import dev.freehold.kernel.console.Show;
import dev.freehold.kernel.db.Rows;
import dev.freehold.kernel.db.TenantDb;
import dev.freehold.kernel.mail.Mail;
import dev.freehold.kernel.mail.Mails;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Mails the link of an invitation. Each attempt makes a token of its own and keeps only its hash,
 * so no queue ever holds a secret, and of two mails the later one opens the door.
 */
@Component
class InvitationMails {

  static final String KIND = "accounts.mail_invitation";

  /** What the job is enqueued with. */
  record Request(UUID invitationId) {}

  /** What came of it; an invitation that was revoked meanwhile is not sent. */
  record Sent(boolean sent) {}

  private record Open(UUID id, String email, Role role, String invitedByName, Instant expiresAt) {}

  private final TenantDb db;
  private final Tenants tenants;
  private final Mails mails;
  private final Console console;
  private final KernelSettings settings;

  InvitationMails(
      TenantDb db, Tenants tenants, Mails mails, Console console, KernelSettings settings) {
    this.db = db;
    this.tenants = tenants;
    this.mails = mails;
    this.console = console;
    this.settings = settings;
  }

  String link(String token) {
    return settings.url() + JoinConsole.PATH + token;
  }

  Sent send(Caller caller, Request request) {
    var token = Tokens.random(Invitations.TOKEN_LENGTH);
    var open =
        db.inTenant(
            caller,
            sql ->
                sql.sql(
                        """
                        update accounts.invitation set token_hash = :hash
                        where tenant_id = :tenant and id = :id and accepted_at is null
                          and revoked_at is null and expires_at > now() and sent_at is null
                        returning id, email, role, invited_by_name, expires_at
                        """)
                    .param("hash", Tokens.sha256(token))
                    .param("tenant", caller.tenantId())
                    .param("id", request.invitationId())
                    .query(Rows.of(Open.class))
                    .optional());
    if (open.isEmpty()) {
      return new Sent(false);
    }
    mails.send(mail(open.get(), tenants.get(caller).name(), token));
    db.inTenant(
        caller,
        sql ->
            sql.sql(
                    """
                    update accounts.invitation set sent_at = now()
                    where tenant_id = :tenant and id = :id and token_hash = :hash
                    """)
                .param("tenant", caller.tenantId())
                .param("id", request.invitationId())
                .param("hash", Tokens.sha256(token))
                .update());
    return new Sent(true);
  }

  private Mail mail(Open invitation, String tenant, String token) {
    var role = invitation.role().name().toLowerCase(Locale.ROOT);
    var until = Show.utc(invitation.expiresAt()) + " UTC";
    var text =
        """
        %s asks you to join %s as %s.

        Join: %s

        The link works once, until %s. If you do not know what this is about, do nothing.
        """
            .formatted(invitation.invitedByName(), tenant, role, link(token), until);
    var html =
        console.text(
            "accounts/mail-invitation.jte",
            Map.of(
                "by", invitation.invitedByName(),
                "tenant", tenant,
                "role", role,
                "link", link(token),
                "until", until));
    return Mail.once(invitation.email(), "Join " + tenant, text, html);
  }
}
