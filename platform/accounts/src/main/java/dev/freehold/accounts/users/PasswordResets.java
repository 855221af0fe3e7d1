package dev.freehold.accounts.users;

import dev.freehold.accounts.EmailAddress;
import dev.freehold.accounts.Throttle;
import dev.freehold.accounts.Tokens;
import dev.freehold.accounts.access.KeyCache;
import dev.freehold.accounts.mails.AccountMails;
import dev.freehold.accounts.sessions.Passwords;
import dev.freehold.kernel.Actor;
import dev.freehold.kernel.db.PlatformDb;
import dev.freehold.kernel.db.Rows;
import dev.freehold.kernel.error.NotFound;
import dev.freehold.kernel.http.RequestScope;
import java.time.Duration;
import java.util.Locale;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * A new password for whoever reads the account's mail. Asking is answered alike for every address;
 * the link works once, for {@link AccountMails#RESET_LIFETIME}, and its use ends all sessions.
 */
@Component
class PasswordResets {

  static final int PER_ADDRESS = 20;
  static final Duration ADDRESS_WINDOW = Duration.ofHours(1);
  static final int PER_ACCOUNT_AND_ADDRESS = 3;
  static final Duration ACCOUNT_WINDOW = Duration.ofMinutes(15);

  private static final String MESSAGE = "Too many mails were asked for. Wait and look for those.";
  private static final Actor ACTOR = new Actor(Actor.Kind.SYSTEM, null, "password reset");

  /** Whose password is about to be chosen. */
  record Reset(UUID userId, String name, String email) {}

  private final PlatformDb db;
  private final Passwords passwords;
  private final AccountMails mails;
  private final KeyCache cache;
  private final Throttle addresses =
      new Throttle(UsersError.TOO_MANY_MAILS, MESSAGE, PER_ADDRESS, ADDRESS_WINDOW);
  private final Throttle accounts =
      new Throttle(UsersError.TOO_MANY_MAILS, MESSAGE, PER_ACCOUNT_AND_ADDRESS, ACCOUNT_WINDOW);

  PasswordResets(PlatformDb db, Passwords passwords, AccountMails mails, KeyCache cache) {
    this.db = db;
    this.passwords = passwords;
    this.mails = mails;
    this.cache = cache;
  }

  /** Has a link mailed to the address if it has an account; nothing tells whether. */
  void request(String email, String address) {
    EmailAddress.checked(email);
    var network = Throttle.network(address);
    addresses.take(network);
    accounts.take(network + "|" + email.toLowerCase(Locale.ROOT));
    db.acrossTenants(
        ACTOR,
        RequestScope.requestId(),
        sql -> {
          mails.enqueue(sql, AccountMails.Kind.RESET_PASSWORD, email, null);
          return null;
        });
  }

  Reset find(String token) {
    return db.acrossTenants(
        ACTOR,
        RequestScope.requestId(),
        sql ->
            sql.sql(
                    """
                    select u.id as user_id, u.name, u.email
                    from accounts.user_token t
                    join accounts.user_account u on u.id = t.user_id and u.deleted_at is null
                    where t.token_hash = :hash and t.purpose = 'reset_password'
                      and t.expires_at > now()
                    """)
                .param("hash", Tokens.sha256(token))
                .query(Rows.of(Reset.class))
                .optional()
                .orElseThrow(PasswordResets::notFound));
  }

  /** Sets the password, uses all of the account's links up and ends all its sessions. */
  void reset(String token, String password) {
    var reset = find(token);
    var hash = passwords.hash(password);
    db.acrossTenants(
        new Actor(Actor.Kind.USER, reset.userId(), reset.name()),
        RequestScope.requestId(),
        sql -> {
          use(sql, token);
          sql.sql(
                  """
                  update accounts.user_account
                  set password_hash = :hash, email_verified_at = coalesce(email_verified_at, now())
                  where id = :user
                  """)
              .param("hash", hash)
              .param("user", reset.userId())
              .update();
          sql.sql("delete from accounts.user_token where user_id = :user")
              .param("user", reset.userId())
              .update();
          sql.sql("delete from accounts.session where user_id = :user")
              .param("user", reset.userId())
              .update();
          mails.enqueue(sql, AccountMails.Kind.PASSWORD_CHANGED, reset.email(), null);
          return null;
        });
    cache.forgetActor(reset.userId());
  }

  /** Of two who follow the link at once, the second finds it gone. */
  private static void use(JdbcClient sql, String token) {
    int used =
        sql.sql(
                """
                delete from accounts.user_token
                where token_hash = :hash and purpose = 'reset_password' and expires_at > now()
                """)
            .param("hash", Tokens.sha256(token))
            .update();
    if (used == 0) {
      throw notFound();
    }
  }

  static NotFound notFound() {
    return new NotFound(
        UsersError.MAIL_LINK_NOT_FOUND, "The link was used, or is too old. Ask for another one.");
  }
}
