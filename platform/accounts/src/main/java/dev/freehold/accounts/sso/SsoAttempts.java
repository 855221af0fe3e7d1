package dev.freehold.accounts.sso;

import dev.freehold.accounts.Tokens;
import dev.freehold.kernel.Actor;
import dev.freehold.kernel.db.PlatformDb;
import dev.freehold.kernel.db.Rows;
import dev.freehold.kernel.error.Unauthenticated;
import dev.freehold.kernel.http.RequestScope;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Logins on their way to a provider and back. Each is good once, for the provider that it was begun
 * with and in the browser that began it.
 */
@Component
class SsoAttempts {

  static final Duration LIFETIME = Duration.ofMinutes(10);
  static final int WRONG_PROOFS = 5;

  private static final int STATE_LENGTH = 43;
  private static final int MAX_NEXT = 2000;

  /** A login that came back. */
  record Attempt(UUID tenantId, UUID providerId, String next) {}

  /** One whose person has yet to show that the account is theirs. */
  record Waiting(UUID tenantId, UUID providerId, String next, String subject, String email) {}

  private final PlatformDb db;

  SsoAttempts(PlatformDb db) {
    this.db = db;
  }

  /**
   * @return the state that the provider is to send back
   */
  String begin(UUID tenantId, UUID providerId, String next, BrowserHalf half) {
    return insert(
        tenantId, providerId, next.length() > MAX_NEXT ? "/console" : next, half, null, null);
  }

  /** Uses the login up, also if it belongs to another tenant: it was sent where it does not fit. */
  Attempt finish(UUID tenantId, String state, BrowserHalf half) {
    var attempt =
        platform(
            sql ->
                sql.sql(
                        """
                        delete from accounts.sso_attempt
                        where state_hash = :state and browser_hash = :browser and subject is null
                          and expires_at > now()
                        returning tenant_id, provider_id, next
                        """)
                    .param("state", Tokens.sha256(state))
                    .param("browser", half.hash())
                    .query(Rows.of(Attempt.class))
                    .optional()
                    .orElse(null));
    if (attempt == null || !attempt.tenantId().equals(tenantId)) {
      throw over();
    }
    return attempt;
  }

  /** Keeps what was vouched for until the person shows that the account is theirs. */
  String await(Attempt attempt, VouchedFor person, String email, BrowserHalf half) {
    return insert(
        attempt.tenantId(), attempt.providerId(), attempt.next(), half, person.subject(), email);
  }

  Waiting waiting(String state, @Nullable BrowserHalf half) {
    var found =
        half == null
            ? null
            : platform(
                sql ->
                    sql.sql(
                            """
                            select tenant_id, provider_id, next, subject, email
                            from accounts.sso_attempt
                            where state_hash = :state and browser_hash = :browser
                              and subject is not null and wrong_proofs < :most
                              and expires_at > now()
                            """)
                        .param("state", Tokens.sha256(state))
                        .param("browser", half.hash())
                        .param("most", WRONG_PROOFS)
                        .query(Rows.of(Waiting.class))
                        .optional()
                        .orElse(null));
    if (found == null) {
      throw over();
    }
    return found;
  }

  void countWrong(String state) {
    platform(
        sql ->
            sql.sql(
                    """
                    update accounts.sso_attempt set wrong_proofs = wrong_proofs + 1
                    where state_hash = :state
                    """)
                .param("state", Tokens.sha256(state))
                .update());
  }

  /** In the transaction that joins the account: of two at once, the second finds it used. */
  static void use(JdbcClient sql, String state) {
    int used =
        sql.sql("delete from accounts.sso_attempt where state_hash = :state")
            .param("state", Tokens.sha256(state))
            .update();
    if (used == 0) {
      throw over();
    }
  }

  int deleteExpired() {
    return platform(
        sql -> sql.sql("delete from accounts.sso_attempt where expires_at < now()").update());
  }

  private String insert(
      UUID tenantId,
      UUID providerId,
      String next,
      BrowserHalf half,
      @Nullable String subject,
      @Nullable String email) {
    var state = Tokens.random(STATE_LENGTH);
    platform(
        sql ->
            sql.sql(
                    """
                    insert into accounts.sso_attempt
                      (state_hash, browser_hash, tenant_id, provider_id, next, subject, email,
                        expires_at)
                    values (:state, :browser, :tenant, :provider, :next, :subject::text,
                      :email::text, now() + make_interval(secs => :lifetime))
                    """)
                .param("state", Tokens.sha256(state))
                .param("browser", half.hash())
                .param("tenant", tenantId)
                .param("provider", providerId)
                .param("next", next)
                .param("subject", subject)
                .param("email", email)
                .param("lifetime", LIFETIME.toSeconds())
                .update());
    return state;
  }

  static Unauthenticated over() {
    return new Unauthenticated(
        SsoError.SSO_LOGIN_OVER,
        "This login took too long, was used already, or began in another browser. Log in again.");
  }

  private <T extends @Nullable Object> T platform(Function<JdbcClient, T> work) {
    return db.acrossTenants(
        new Actor(Actor.Kind.SYSTEM, null, "single sign-on"), RequestScope.requestId(), work);
  }
}
