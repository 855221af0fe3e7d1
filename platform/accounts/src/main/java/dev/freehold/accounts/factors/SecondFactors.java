package dev.freehold.accounts.factors;

import dev.freehold.accounts.Throttle;
import dev.freehold.accounts.Tokens;
import dev.freehold.accounts.sessions.Client;
import dev.freehold.accounts.sessions.Sessions;
import dev.freehold.kernel.Actor;
import dev.freehold.kernel.db.PlatformDb;
import dev.freehold.kernel.db.Rows;
import dev.freehold.kernel.error.Unauthenticated;
import dev.freehold.kernel.http.RequestScope;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The second step of a login. The first left a session that opens nothing and ends after a few
 * minutes or wrong codes; the right code puts a full one in its place, with a token of its own.
 */
@Component
public class SecondFactors {

  static final int TRIES = 5;
  static final int WRONG_PER_ACCOUNT = 30;

  /**
   * A login whose password was right.
   *
   * @param hasApp whether codes of an app are a way on
   * @param hasPasskey whether a passkey is
   */
  public record Waiting(
      UUID userId, @Nullable UUID tenantId, String name, boolean hasApp, boolean hasPasskey) {}

  private final PlatformDb db;
  private final Sessions sessions;
  private final AuthenticatorApps apps;
  private final RecoveryCodes recovery;
  private final Throttle wrong =
      new Throttle(
          FactorsError.TOO_MANY_CODES,
          "Too many wrong codes for this account. Wait an hour and try again.",
          WRONG_PER_ACCOUNT,
          Duration.ofHours(1));

  SecondFactors(PlatformDb db, Sessions sessions, AuthenticatorApps apps, RecoveryCodes recovery) {
    this.db = db;
    this.sessions = sessions;
    this.apps = apps;
    this.recovery = recovery;
  }

  /** The login that this session's token stands for, if its second step is still to come. */
  public Optional<Waiting> waiting(@Nullable String token) {
    return token == null
        ? Optional.empty()
        : platform(
            sql ->
                sql.sql(
                        """
                        select s.user_id, s.tenant_id, u.name,
                          exists (
                            select from accounts.totp t
                            where t.user_id = s.user_id and t.confirmed_at is not null) as has_app,
                          exists (
                            select from accounts.passkey p where p.user_id = s.user_id)
                            as has_passkey
                        from accounts.session s
                        join accounts.user_account u on u.id = s.user_id and u.deleted_at is null
                        where s.token_hash = :hash and s.stage = 'second_factor'
                          and s.expires_at > now()
                        """)
                    .param("hash", Tokens.sha256(token))
                    .query(Rows.of(Waiting.class))
                    .optional());
  }

  /**
   * Takes a code of the app, or a recovery code.
   *
   * @return the token of the session that begins
   */
  public String finish(String token, String code, Client client) {
    var waiting = waiting(token).orElseThrow(SecondFactors::over);
    try {
      check(waiting.userId(), code);
    } catch (Unauthenticated e) {
      countWrong(token);
      throw e;
    }
    return complete(token, waiting, client);
  }

  /** Whether the account has a second factor. */
  public boolean has(UUID user) {
    return platform(
        sql ->
            sql.sql("select has_second_factor from accounts.user_account where id = :user")
                .param("user", user)
                .query(Boolean.class)
                .single());
  }

  /** Takes a code of the app, or a recovery code, of somebody whose password was right. */
  public void check(UUID user, String code) {
    if (wrong.isExhausted(user.toString())) {
      wrong.take(user.toString());
    }
    if (!apps.verify(user, code) && !recovery.use(user, code)) {
      wrong.take(user.toString());
      throw new Unauthenticated(
          FactorsError.WRONG_CODE, "The code is wrong, or was used before. Wait for the next one.");
    }
  }

  /** Ends the waiting login and begins the session that it waited for. */
  String complete(String token, Waiting waiting, Client client) {
    sessions.signOut(token);
    return sessions.beginWithSecondFactor(waiting.userId(), waiting.tenantId(), client);
  }

  private void countWrong(String token) {
    platform(
        sql ->
            sql.sql(
                        """
                        update accounts.session set wrong_codes = wrong_codes + 1
                        where token_hash = :hash
                        """)
                    .param("hash", Tokens.sha256(token))
                    .update()
                + sql.sql(
                        """
                        delete from accounts.session
                        where token_hash = :hash and wrong_codes >= :tries
                        """)
                    .param("hash", Tokens.sha256(token))
                    .param("tries", TRIES)
                    .update());
  }

  /**
   * Writes down whether the account has a second factor, where the look-up of sessions sees it. The
   * last one gone takes the recovery codes along.
   */
  static void note(JdbcClient sql, UUID user) {
    boolean has =
        sql.sql(
                """
                update accounts.user_account u set has_second_factor =
                  exists (
                    select from accounts.totp t
                    where t.user_id = u.id and t.confirmed_at is not null)
                  or exists (select from accounts.passkey p where p.user_id = u.id)
                where id = :user
                returning has_second_factor
                """)
            .param("user", user)
            .query(Boolean.class)
            .single();
    if (!has) {
      RecoveryCodes.removeAll(sql, user);
    }
  }

  private static Unauthenticated over() {
    return new Unauthenticated(
        FactorsError.WRONG_CODE,
        "The login took too long, or too many codes were wrong. Log in again.");
  }

  private <T extends @Nullable Object> T platform(Function<JdbcClient, T> work) {
    return db.acrossTenants(
        new Actor(Actor.Kind.SYSTEM, null, "second factor"), RequestScope.requestId(), work);
  }
}
