package dev.freehold.accounts.tokens;

import dev.freehold.accounts.AccountsError;
import dev.freehold.accounts.Tokens;
import dev.freehold.accounts.access.Authentication;
import dev.freehold.accounts.access.KeyCache;
import dev.freehold.accounts.factors.SecondFactors;
import dev.freehold.accounts.sessions.Client;
import dev.freehold.accounts.sessions.Sessions;
import dev.freehold.kernel.Actor;
import dev.freehold.kernel.db.PlatformDb;
import dev.freehold.kernel.db.Rows;
import dev.freehold.kernel.error.Forbidden;
import dev.freehold.kernel.error.Unauthenticated;
import dev.freehold.kernel.http.RequestScope;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * A person's session with the API. Each refresh token is good once; one that comes a second time
 * was copied, nobody can tell by whom, and so ends the whole session.
 *
 * <p>Source: RFC 9700, section 4.14.2, refresh token rotation.
 */
@Component
class AccessTokens {

  static final Duration ACCESS_LIFETIME = Duration.ofMinutes(15);
  static final Duration LIFETIME = Duration.ofDays(30);
  static final String REFRESH_PREFIX = "fh_refresh_";

  private static final int TOKEN_LENGTH = 43;

  private record Times(Instant accessExpiresAt, Instant expiresAt) {}

  private record Sent(
      UUID sessionId,
      UUID userId,
      byte[] accessHash,
      boolean used,
      boolean over,
      boolean suspended) {}

  private final PlatformDb db;
  private final Sessions sessions;
  private final SecondFactors factors;
  private final KeyCache cache;

  AccessTokens(PlatformDb db, Sessions sessions, SecondFactors factors, KeyCache cache) {
    this.db = db;
    this.sessions = sessions;
    this.factors = factors;
    this.cache = cache;
  }

  /**
   * Signs a person in.
   *
   * @param slug of the tenant; null for the one joined first
   */
  TokenPair signIn(
      String email, String password, @Nullable String code, @Nullable String slug, Client client) {
    var user = sessions.checkPassword(email, password, client);
    checkSecondFactor(user, code);
    var access = Authentication.ACCESS_TOKEN + Tokens.random(TOKEN_LENGTH);
    var refresh = REFRESH_PREFIX + Tokens.random(TOKEN_LENGTH);
    return platform(
        sql -> {
          var session = insert(sql, user, slug, access, client);
          keep(sql, session, refresh);
          return pair(access, refresh, times(sql, session));
        });
  }

  private void checkSecondFactor(UUID user, @Nullable String code) {
    if (!factors.has(user)) {
      return;
    }
    if (code == null || code.isBlank()) {
      throw new Unauthenticated(
          TokensError.SECOND_FACTOR_NEEDED,
          "The password is right. Send the code of your authenticator app, or a recovery code, as"
              + " code.");
    }
    factors.check(user, code.strip());
  }

  private static UUID insert(
      JdbcClient sql, UUID user, @Nullable String slug, String access, Client client) {
    return sql.sql(
            """
            insert into accounts.session
              (token_hash, user_id, tenant_id, expires_at, access_expires_at, address, user_agent)
            select :hash, :user, m.tenant_id, now() + make_interval(secs => :lifetime),
              now() + make_interval(secs => :accessLifetime), :address, :agent
            from accounts.member m
            join accounts.tenant t
              on t.tenant_id = m.tenant_id and t.deleted_at is null and t.suspended_at is null
            where m.user_id = :user and m.status = 'active'
              and t.slug = coalesce(:slug::text, t.slug)
              and not accounts.needs_single_sign_on(m.tenant_id, m.role)
            order by m.id limit 1
            returning id
            """)
        .param("hash", Tokens.sha256(access))
        .param("user", user)
        .param("slug", slug)
        .param("lifetime", LIFETIME.toSeconds())
        .param("accessLifetime", ACCESS_LIFETIME.toSeconds())
        .param("address", client.keptAddress())
        .param("agent", client.keptAgent())
        .query(UUID.class)
        .optional()
        .orElseThrow(
            () ->
                Sessions.isOfSuspended(sql, user)
                    ? Authentication.suspended()
                    : new Forbidden(
                        AccountsError.NO_MEMBERSHIP,
                        "You are no active member of this organisation, or of any that lets you in"
                            + " with a password."));
  }

  /** Gives the next pair for a refresh token, which is used up with that. */
  TokenPair refresh(String refreshToken) {
    var access = Authentication.ACCESS_TOKEN + Tokens.random(TOKEN_LENGTH);
    var refresh = REFRESH_PREFIX + Tokens.random(TOKEN_LENGTH);
    // A refusal must not undo what a copied token brought about, so it is thrown outside.
    var pair = platform(sql -> rotate(sql, refreshToken, access, refresh));
    if (pair == null) {
      throw new Unauthenticated(
          TokensError.INVALID_REFRESH_TOKEN,
          "The refresh token is unknown, was used, or is too old. Log in again.");
    }
    return pair;
  }

  private @Nullable TokenPair rotate(
      JdbcClient sql, String refreshToken, String access, String refresh) {
    var sent = find(sql, refreshToken);
    if (sent == null) {
      return null;
    }
    if (sent.used() || sent.over()) {
      end(sql, sent);
      return null;
    }
    if (sent.suspended()) {
      throw Authentication.suspended();
    }
    sql.sql("update accounts.refresh_token set used_at = now() where token_hash = :hash")
        .param("hash", Tokens.sha256(refreshToken))
        .update();
    sql.sql(
            """
            update accounts.session
            set token_hash = :hash, last_seen_at = now(),
              access_expires_at = now() + make_interval(secs => :accessLifetime)
            where id = :id
            """)
        .param("hash", Tokens.sha256(access))
        .param("accessLifetime", ACCESS_LIFETIME.toSeconds())
        .param("id", sent.sessionId())
        .update();
    keep(sql, sent.sessionId(), refresh);
    cache.forget(sent.accessHash());
    return pair(access, refresh, times(sql, sent.sessionId()));
  }

  /** Ends the session of a refresh token, whichever of its tokens it is. */
  void revoke(String refreshToken) {
    platform(
        sql -> {
          var sent = find(sql, refreshToken);
          if (sent != null) {
            end(sql, sent);
          }
          return null;
        });
  }

  private void end(JdbcClient sql, Sent sent) {
    sql.sql("delete from accounts.session where id = :id").param("id", sent.sessionId()).update();
    cache.forgetActor(sent.userId());
  }

  /**
   * Locks the session: of two who send the same token at once, the second sees that it was used.
   */
  private static @Nullable Sent find(JdbcClient sql, String refreshToken) {
    return sql.sql(
            """
            select s.id, s.user_id, s.token_hash, r.used_at is not null as used,
              s.expires_at <= now() as over, home.suspended_at is not null as suspended
            from accounts.refresh_token r
            join accounts.session s on s.id = r.session_id
            join accounts.tenant t on t.tenant_id = s.tenant_id
            join accounts.tenant home on home.tenant_id = coalesce(t.sandbox_of, t.tenant_id)
            where r.token_hash = :hash
            for update of r, s
            """)
        .param("hash", Tokens.sha256(refreshToken))
        .query((row, index) -> sent(row))
        .optional()
        .orElse(null);
  }

  private static Sent sent(ResultSet row) throws SQLException {
    return new Sent(
        row.getObject("id", UUID.class),
        row.getObject("user_id", UUID.class),
        row.getBytes("token_hash"),
        row.getBoolean("used"),
        row.getBoolean("over"),
        row.getBoolean("suspended"));
  }

  private static void keep(JdbcClient sql, UUID session, String refresh) {
    sql.sql("insert into accounts.refresh_token (token_hash, session_id) values (:hash, :session)")
        .param("hash", Tokens.sha256(refresh))
        .param("session", session)
        .update();
  }

  private static Times times(JdbcClient sql, UUID session) {
    return sql.sql("select access_expires_at, expires_at from accounts.session where id = :id")
        .param("id", session)
        .query(Rows.of(Times.class))
        .single();
  }

  private static TokenPair pair(String access, String refresh, Times times) {
    return new TokenPair(access, times.accessExpiresAt(), refresh, times.expiresAt());
  }

  private <T extends @Nullable Object> T platform(Function<JdbcClient, T> work) {
    return db.acrossTenants(
        new Actor(Actor.Kind.SYSTEM, null, "tokens"), RequestScope.requestId(), work);
  }
}
