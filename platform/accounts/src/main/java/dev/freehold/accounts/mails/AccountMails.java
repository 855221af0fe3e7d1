package dev.freehold.accounts.mails;

import dev.freehold.accounts.Tokens;
import dev.freehold.kernel.Actor;
import dev.freehold.kernel.db.PlatformDb;
import dev.freehold.kernel.db.Rows;
import dev.freehold.kernel.mail.Mail;
import dev.freehold.kernel.mail.MailFailed;
import dev.freehold.kernel.mail.Mails;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Mails with a link that works once. Whoever asks for one is answered when the wish is stored,
 * which takes as long for an address without an account; the worker finds out whether there is one,
 * makes the token, keeps its hash and sends the mail. A worker that dies in between leaves a mail
 * that is sent again with a token of its own.
 */
@Component
public class AccountMails {

  /** What a mail is for. */
  public enum Kind {
    VERIFY_EMAIL,
    RESET_PASSWORD,
    PASSWORD_CHANGED,
    CONFIRM_SIGN_UP
  }

  public static final Duration RESET_LIFETIME = Duration.ofMinutes(30);
  public static final Duration VERIFY_LIFETIME = Duration.ofHours(24);
  public static final int TOKEN_LENGTH = 43;

  /** What the operator can hand on where no mail is sent. */
  private static final Set<Kind> HANDED_ON = Set.of(Kind.VERIFY_EMAIL, Kind.RESET_PASSWORD);

  static final int MAX_ATTEMPTS = 8;
  static final int PER_ACCOUNT_AND_HOUR = 5;

  private static final int MOST_AT_ONCE = 100;
  private static final Logger log = LoggerFactory.getLogger(AccountMails.class);
  private static final Actor ACTOR = new Actor(Actor.Kind.SYSTEM, null, "account mails");

  private record Due(UUID id, Kind kind, String email, @Nullable UUID signUpId, int attempts) {}

  private record Person(UUID id, boolean verified) {}

  private final PlatformDb db;
  private final Mails mails;
  private final AccountMailText text;
  private final UnsentLinks unsent;

  AccountMails(PlatformDb db, Mails mails, AccountMailText text, UnsentLinks unsent) {
    this.db = db;
    this.mails = mails;
    this.text = text;
    this.unsent = unsent;
  }

  public boolean isSetUp() {
    return mails.isSetUp();
  }

  /**
   * Has a mail sent once the transaction has committed. Without a mail server the operator gets the
   * links that somebody waits for; the rest is left.
   */
  public void enqueue(JdbcClient sql, Kind kind, String email, @Nullable UUID signUp) {
    if (!mails.isSetUp() && !HANDED_ON.contains(kind)) {
      return;
    }
    sql.sql(
            """
            insert into accounts.account_mail (kind, email, sign_up_id)
            values (lower(:kind), :email, :signUp)
            """)
        .param("kind", kind.name())
        .param("email", email)
        .param("signUp", signUp)
        .update();
  }

  /** Sends what is due; called every moment on one node at a time. */
  void send() {
    for (int i = 0; i < MOST_AT_ONCE; i++) {
      var due = platform(AccountMails::claim);
      if (due.isEmpty() || !send(due.get())) {
        return;
      }
    }
  }

  private boolean send(Due due) {
    if (!mails.isSetUp()) {
      platform(sql -> keepLink(sql, due));
      return true;
    }
    try {
      platform(sql -> prepare(sql, due)).ifPresent(mails::send);
    } catch (MailFailed e) {
      if (due.attempts() < MAX_ATTEMPTS) {
        log.warn("a mail to an account waits for the next attempt: {}", e.getMessage());
        return false;
      }
      log.error("gave up a mail to an account after {} attempts", due.attempts(), e);
    }
    platform(
        sql ->
            sql.sql("delete from accounts.account_mail where id = :id")
                .param("id", due.id())
                .update());
    return true;
  }

  /** In one transaction: a token that nobody can hand on is worth nothing. */
  private int keepLink(JdbcClient sql, Due due) {
    var person = find(sql, due.email());
    boolean isWanted =
        person != null
            && HANDED_ON.contains(due.kind())
            && !(due.kind() == Kind.VERIFY_EMAIL && person.verified());
    if (person != null && isWanted) {
      var lifetime = due.kind() == Kind.RESET_PASSWORD ? RESET_LIFETIME : VERIFY_LIFETIME;
      token(sql, person, due.kind(), lifetime)
          .ifPresent(
              token ->
                  unsent.keep(
                      sql, due.kind(), due.email(), text.link(due.kind(), token), lifetime));
    }
    return sql.sql("delete from accounts.account_mail where id = :id")
        .param("id", due.id())
        .update();
  }

  /** The next one, which nobody else takes for a while: 30 s, then twice as long each time. */
  private static Optional<Due> claim(JdbcClient sql) {
    return sql.sql(
            """
            update accounts.account_mail
            set attempts = attempts + 1,
              due_at = now() + make_interval(secs => least(600, 30 * 2 ^ attempts))
            where id = (
              select id from accounts.account_mail where due_at <= now()
              order by due_at limit 1 for update skip locked)
            returning id, kind, email, sign_up_id, attempts
            """)
        .query(Rows.of(Due.class))
        .optional();
  }

  private Optional<Mail> prepare(JdbcClient sql, Due due) {
    var person = find(sql, due.email());
    return switch (due.kind()) {
      case CONFIRM_SIGN_UP -> confirmSignUp(sql, due, person != null);
      case PASSWORD_CHANGED ->
          person == null ? Optional.empty() : Optional.of(text.passwordChanged(due.email()));
      case VERIFY_EMAIL ->
          person == null || person.verified()
              ? Optional.empty()
              : token(sql, person, due.kind(), VERIFY_LIFETIME)
                  .map(token -> text.verifyEmail(due.email(), token));
      case RESET_PASSWORD ->
          person == null
              ? Optional.empty()
              : token(sql, person, due.kind(), RESET_LIFETIME)
                  .map(token -> text.resetPassword(due.email(), token));
    };
  }

  private Optional<Mail> confirmSignUp(JdbcClient sql, Due due, boolean hasAccount) {
    if (hasAccount) {
      sql.sql("delete from accounts.sign_up where id = :id").param("id", due.signUpId()).update();
      return Optional.of(text.haveAccount(due.email()));
    }
    var token = Tokens.random(TOKEN_LENGTH);
    int kept =
        sql.sql("update accounts.sign_up set token_hash = :hash where id = :id")
            .param("hash", Tokens.sha256(token))
            .param("id", due.signUpId())
            .update();
    return kept == 0 ? Optional.empty() : Optional.of(text.confirmSignUp(due.email(), token));
  }

  /**
   * Earlier tokens stay good: somebody who asks for mails in another's name takes nothing from the
   * link that its owner is about to follow. Past so many an hour none is sent.
   */
  private static Optional<String> token(
      JdbcClient sql, Person person, Kind kind, Duration lifetime) {
    var token = Tokens.random(TOKEN_LENGTH);
    int made =
        sql.sql(
                """
                insert into accounts.user_token (user_id, purpose, token_hash, expires_at)
                select :user, lower(:purpose), :hash, now() + make_interval(secs => :lifetime)
                where (
                  select count(*) from accounts.user_token
                  where user_id = :user and purpose = lower(:purpose)
                    and created_at > now() - interval '1 hour') < :most
                """)
            .param("user", person.id())
            .param("purpose", kind.name())
            .param("hash", Tokens.sha256(token))
            .param("lifetime", lifetime.toSeconds())
            .param("most", PER_ACCOUNT_AND_HOUR)
            .update();
    return made == 0 ? Optional.empty() : Optional.of(token);
  }

  private static @Nullable Person find(JdbcClient sql, String email) {
    return sql.sql(
            """
            select id, email_verified_at is not null as verified from accounts.user_account
            where lower(email) = lower(:email) and deleted_at is null
            """)
        .param("email", email)
        .query(Rows.of(Person.class))
        .optional()
        .orElse(null);
  }

  /** Tokens are counted for an hour after they were made, and kept no longer than they are good. */
  int deleteExpired() {
    return platform(
        sql ->
            sql.sql(
                        """
                        delete from accounts.user_token
                        where expires_at < now() and created_at < now() - interval '1 hour'
                        """)
                    .update()
                + sql.sql("delete from accounts.sign_up where expires_at < now()").update());
  }

  private <T> T platform(Function<JdbcClient, T> work) {
    return db.acrossTenants(ACTOR, "account mails", work);
  }
}
