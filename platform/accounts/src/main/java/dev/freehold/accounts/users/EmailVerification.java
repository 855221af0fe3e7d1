package dev.freehold.accounts.users;

import dev.freehold.accounts.Throttle;
import dev.freehold.accounts.Tokens;
import dev.freehold.accounts.mails.AccountMails;
import dev.freehold.kernel.Actor;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.db.PlatformDb;
import dev.freehold.kernel.http.RequestScope;
import java.time.Duration;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Whether the mailbox of an account's address is its owner's. */
@Component
class EmailVerification {

  static final int PER_ACCOUNT = 3;

  private final PlatformDb db;
  private final AccountMails mails;
  private final Throttle throttle =
      new Throttle(
          UsersError.TOO_MANY_MAILS,
          "Too many mails were asked for. Wait and look for those.",
          PER_ACCOUNT,
          Duration.ofMinutes(15));

  EmailVerification(PlatformDb db, AccountMails mails) {
    this.db = db;
    this.mails = mails;
  }

  void request(Caller caller, String email) {
    throttle.take(String.valueOf(caller.actor().id()));
    db.acrossTenants(
        caller.actor(),
        caller.requestId(),
        sql -> {
          mails.enqueue(sql, AccountMails.Kind.VERIFY_EMAIL, email, null);
          return null;
        });
  }

  /** Takes the token of the mail as the proof. */
  void confirm(String token) {
    db.acrossTenants(
        new Actor(Actor.Kind.SYSTEM, null, "email verification"),
        RequestScope.requestId(),
        sql -> {
          var user =
              sql.sql(
                      """
                      delete from accounts.user_token
                      where token_hash = :hash and purpose = 'verify_email' and expires_at > now()
                      returning user_id
                      """)
                  .param("hash", Tokens.sha256(token))
                  .query(UUID.class)
                  .optional()
                  .orElseThrow(PasswordResets::notFound);
          return sql.sql(
                  """
                  update accounts.user_account
                  set email_verified_at = coalesce(email_verified_at, now()) where id = :user
                  """)
              .param("user", user)
              .update();
        });
  }
}
