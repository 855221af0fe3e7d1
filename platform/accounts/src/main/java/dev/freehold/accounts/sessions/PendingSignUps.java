package dev.freehold.accounts.sessions;

import dev.freehold.accounts.AccountsError;
import dev.freehold.accounts.Throttle;
import dev.freehold.accounts.Tokens;
import dev.freehold.accounts.mails.AccountMails;
import dev.freehold.accounts.sessions.SignUps.SignUp;
import dev.freehold.accounts.sessions.SignUps.SignedUp;
import dev.freehold.kernel.Actor;
import dev.freehold.kernel.db.PlatformDb;
import dev.freehold.kernel.db.Rows;
import dev.freehold.kernel.error.NotFound;
import dev.freehold.kernel.http.RequestScope;
import java.time.Duration;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Sign-ups that wait until the mailbox has proved to be theirs. An address that has an account gets
 * the same answer after the same work as one that has none; only its mail says which.
 */
@Component
class PendingSignUps {

  static final int PER_ADDRESS = 30;
  static final Duration WINDOW = Duration.ofHours(1);
  static final int PER_EMAIL = 5;

  private static final Actor ACTOR = new Actor(Actor.Kind.SYSTEM, null, "sign-up");

  /** What was filled in, without the password. */
  record Pending(
      UUID id,
      String email,
      String name,
      String passwordHash,
      String tenantName,
      String tenantSlug) {

    @Override
    public String toString() {
      return "Pending[" + id + "]";
    }
  }

  private final PlatformDb db;
  private final SignUps signUps;
  private final Passwords passwords;
  private final AccountMails mails;
  private final Throttle addresses =
      new Throttle(
          AccountsError.TOO_MANY_SIGN_UPS,
          "Too many sign-ups from your network. Wait an hour and try again.",
          PER_ADDRESS,
          WINDOW);

  PendingSignUps(PlatformDb db, SignUps signUps, Passwords passwords, AccountMails mails) {
    this.db = db;
    this.signUps = signUps;
    this.passwords = passwords;
    this.mails = mails;
  }

  /** Without a mail server there is nothing to prove, and people begin at once. */
  boolean needMail() {
    return mails.isSetUp();
  }

  void throttle(String address) {
    addresses.take(Throttle.network(address));
  }

  /** Stores what was filled in and has a link mailed to finish it. */
  void begin(SignUp signUp) {
    signUps.check(signUp);
    signUps.checkFree(signUp.tenantSlug());
    var hash = passwords.hash(signUp.password());
    db.acrossTenants(
        ACTOR,
        RequestScope.requestId(),
        sql -> {
          var id = insert(sql, signUp, hash);
          if (ofLastHour(sql, signUp.email()) <= PER_EMAIL) {
            mails.enqueue(sql, AccountMails.Kind.CONFIRM_SIGN_UP, signUp.email(), id);
          }
          return null;
        });
  }

  private static UUID insert(JdbcClient sql, SignUp signUp, String hash) {
    return sql.sql(
            """
            insert into accounts.sign_up
              (email, name, password_hash, tenant_name, tenant_slug, expires_at)
            values (
              :email, :name, :hash, :tenantName, :slug, now() + make_interval(secs => :lifetime))
            returning id
            """)
        .param("email", signUp.email())
        .param("name", signUp.name())
        .param("hash", hash)
        .param("tenantName", signUp.tenantName())
        .param("slug", signUp.tenantSlug())
        .param("lifetime", AccountMails.VERIFY_LIFETIME.toSeconds())
        .query(UUID.class)
        .single();
  }

  private static int ofLastHour(JdbcClient sql, String email) {
    return sql.sql(
            """
            select count(*) from accounts.sign_up
            where lower(email) = lower(:email) and created_at > now() - interval '1 hour'
            """)
        .param("email", email)
        .query(Integer.class)
        .single();
  }

  Pending find(String token) {
    return db.acrossTenants(ACTOR, RequestScope.requestId(), sql -> find(sql, token));
  }

  private static Pending find(JdbcClient sql, String token) {
    return sql.sql(
            """
            select * from accounts.sign_up where token_hash = :hash and expires_at > now()
            """)
        .param("hash", Tokens.sha256(token))
        .query(Rows.of(Pending.class))
        .optional()
        .orElseThrow(PendingSignUps::notFound);
  }

  static NotFound notFound() {
    return new NotFound(
        AccountsError.SIGN_UP_NOT_FOUND,
        "The link was used, or is too old. Log in, or sign up again.");
  }

  /**
   * Makes the account and its tenant; the link is used up with that.
   *
   * @param slug what was wanted first may be taken by now
   */
  SignedUp confirm(String token, String slug) {
    var pending = find(token);
    return signUps.createConfirmed(
        new SignUp(pending.email(), pending.name(), "", pending.tenantName(), slug),
        pending.passwordHash(),
        sql ->
            sql.sql("delete from accounts.sign_up where id = :id")
                    .param("id", pending.id())
                    .update()
                == 1);
  }
}
