package dev.freehold.accounts.users;

import dev.freehold.accounts.Tokens;
import dev.freehold.accounts.access.KeyCache;
import dev.freehold.accounts.mails.AccountMails;
import dev.freehold.accounts.sessions.Client;
import dev.freehold.accounts.sessions.Passwords;
import dev.freehold.accounts.sessions.Sessions;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.db.PlatformDb;
import dev.freehold.kernel.db.Rows;
import dev.freehold.kernel.error.Invalid;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The account of the person who calls, which belongs to them and to no tenant: only its own id is
 * ever asked for.
 */
@Component
public class OwnAccount {

  private static final int MAX_NAME = 255;

  /** Who somebody is. */
  public record Profile(UUID id, String name, String email, boolean verified) {}

  /**
   * Where somebody is signed in.
   *
   * @param current whether it is the one that asks
   */
  public record OpenSession(
      UUID id,
      @Nullable String address,
      @Nullable String userAgent,
      Instant createdAt,
      Instant lastSeenAt,
      boolean current) {

    public String browser() {
      return Client.browser(userAgent);
    }
  }

  private final PlatformDb db;
  private final Sessions sessions;
  private final Passwords passwords;
  private final AccountMails mails;
  private final KeyCache cache;

  OwnAccount(
      PlatformDb db, Sessions sessions, Passwords passwords, AccountMails mails, KeyCache cache) {
    this.db = db;
    this.sessions = sessions;
    this.passwords = passwords;
    this.mails = mails;
    this.cache = cache;
  }

  public Profile profile(Caller caller) {
    return platform(
        caller,
        sql ->
            sql.sql(
                    """
                    select id, name, email, email_verified_at is not null as verified
                    from accounts.user_account where id = :user
                    """)
                .param("user", caller.actor().id())
                .query(Rows.of(Profile.class))
                .single());
  }

  void rename(Caller caller, String name) {
    if (name.isBlank() || name.length() > MAX_NAME) {
      throw Invalid.field("name", "must have 1 to " + MAX_NAME + " characters");
    }
    platform(
        caller,
        sql ->
            sql.sql("update accounts.user_account set name = :name where id = :user")
                .param("name", name)
                .param("user", caller.actor().id())
                .update());
    forget(caller);
  }

  /** Changes the password and ends every session but the one that asks. */
  void changePassword(Caller caller, String current, String wanted, String token, Client client) {
    var profile = profile(caller);
    sessions.checkPassword(profile.email(), current, client);
    var hash = passwords.hash(wanted);
    platform(
        caller,
        sql -> {
          sql.sql("update accounts.user_account set password_hash = :hash where id = :user")
              .param("hash", hash)
              .param("user", caller.actor().id())
              .update();
          endOthers(sql, caller, token);
          mails.enqueue(sql, AccountMails.Kind.PASSWORD_CHANGED, profile.email(), null);
          return null;
        });
    forget(caller);
  }

  /** Those that are not over, the one last seen first. */
  List<OpenSession> sessions(Caller caller, String token) {
    return platform(
        caller,
        sql ->
            sql.sql(
                    """
                    select id, address, user_agent, created_at, last_seen_at,
                      token_hash = :hash as current
                    from accounts.session
                    where user_id = :user and expires_at > now()
                    order by token_hash = :hash desc, last_seen_at desc, id limit 100
                    """)
                .param("hash", Tokens.sha256(token))
                .param("user", caller.actor().id())
                .query(Rows.of(OpenSession.class))
                .list());
  }

  /** Ends one session of the caller's; ending one that is over changes nothing. */
  void endSession(Caller caller, UUID id) {
    platform(
        caller,
        sql ->
            sql.sql("delete from accounts.session where id = :id and user_id = :user")
                .param("id", id)
                .param("user", caller.actor().id())
                .update());
    forget(caller);
  }

  void endOtherSessions(Caller caller, String token) {
    platform(caller, sql -> endOthers(sql, caller, token));
    forget(caller);
  }

  private static int endOthers(JdbcClient sql, Caller caller, String token) {
    return sql.sql("delete from accounts.session where user_id = :user and token_hash <> :hash")
        .param("user", caller.actor().id())
        .param("hash", Tokens.sha256(token))
        .update();
  }

  private void forget(Caller caller) {
    var user = caller.actor().id();
    if (user != null) {
      cache.forgetActor(user);
    }
  }

  private <T extends @Nullable Object> T platform(Caller caller, Function<JdbcClient, T> work) {
    return db.acrossTenants(caller.actor(), caller.requestId(), work);
  }
}
