package dev.freehold.accounts.factors;

import dev.freehold.accounts.access.KeyCache;
import dev.freehold.kernel.Actor;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.db.PlatformDb;
import dev.freehold.kernel.error.Conflict;
import dev.freehold.kernel.error.Invalid;
import dev.freehold.kernel.error.NotFound;
import dev.freehold.kernel.http.RequestScope;
import dev.freehold.kernel.secrets.Secrets;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Codes of an authenticator app. The secret is kept encrypted under this installation's keys and
 * bound to its account; a code is taken once.
 */
@Component
public class AuthenticatorApps {

  private static final int SECRET_BYTES = 20;
  private static final SecureRandom RANDOM = new SecureRandom();

  /**
   * What an app needs to know, shown until the first code has proved that it does.
   *
   * @param uri for a QR code; source: the Key URI format of Google Authenticator
   */
  public record Enrolment(String secret, String uri) {

    @Override
    public String toString() {
      return "Enrolment";
    }
  }

  private record Stored(byte[] secret, boolean confirmed) {}

  private final PlatformDb db;
  private final Secrets secrets;
  private final RecoveryCodes recovery;
  private final KeyCache cache;
  private final Clock clock;

  AuthenticatorApps(
      PlatformDb db, Secrets secrets, RecoveryCodes recovery, KeyCache cache, Clock clock) {
    this.db = db;
    this.secrets = secrets;
    this.recovery = recovery;
    this.cache = cache;
    this.clock = clock;
  }

  public boolean isSetUp(Caller caller) {
    return platform(caller, sql -> find(sql, user(caller))).filter(Stored::confirmed).isPresent();
  }

  /** Makes a secret to be confirmed; one that waits already is shown again. */
  public Enrolment begin(Caller caller) {
    var user = user(caller);
    var email =
        platform(
            caller,
            sql ->
                sql.sql("select email from accounts.user_account where id = :user")
                    .param("user", user)
                    .query(String.class)
                    .single());
    var made = new byte[SECRET_BYTES];
    RANDOM.nextBytes(made);
    var stored =
        platform(
            caller,
            sql -> {
              sql.sql(
                      """
                      insert into accounts.totp (user_id, secret) values (:user, :secret)
                      on conflict (user_id) do nothing
                      """)
                  .param("user", user)
                  .param("secret", secrets.encrypt(made, context(user)))
                  .update();
              return find(sql, user).orElseThrow();
            });
    if (stored.confirmed()) {
      throw new Conflict(
          FactorsError.SECOND_FACTOR_EXISTS,
          "An authenticator app is set up already. Remove it first to set up another.");
    }
    return enrolment(email, secrets.decrypt(stored.secret(), context(user)));
  }

  private static Enrolment enrolment(String email, byte[] secret) {
    var text = Totp.base32(secret);
    var label = URLEncoder.encode("Freehold:" + email, StandardCharsets.UTF_8).replace("+", "%20");
    return new Enrolment(text, "otpauth://totp/" + label + "?secret=" + text + "&issuer=Freehold");
  }

  /**
   * Takes the first code as proof that the app works.
   *
   * @return recovery codes, shown only now
   */
  public List<String> confirm(Caller caller, String code) {
    var user = user(caller);
    var codes =
        platform(
            caller,
            sql -> {
              var stored = find(sql, user).orElseThrow(AuthenticatorApps::none);
              if (stored.confirmed()) {
                throw new Conflict(
                    FactorsError.SECOND_FACTOR_EXISTS, "The authenticator app is set up already.");
              }
              if (!take(sql, user, stored, code)) {
                throw Invalid.field("code", "is not the one that the app shows now");
              }
              sql.sql("update accounts.totp set confirmed_at = now() where user_id = :user")
                  .param("user", user)
                  .update();
              SecondFactors.note(sql, user);
              return recovery.replace(sql, user);
            });
    cache.forgetActor(user);
    return codes;
  }

  /** Takes a code of a confirmed app, once; false if it is wrong or was used. */
  boolean verify(UUID user, String code) {
    return db.acrossTenants(
        new Actor(Actor.Kind.SYSTEM, null, "second factor"),
        RequestScope.requestId(),
        sql ->
            find(sql, user)
                .filter(Stored::confirmed)
                .map(stored -> take(sql, user, stored, code))
                .orElse(false));
  }

  /** Of two who send the same code at once, the second finds its step taken. */
  private boolean take(JdbcClient sql, UUID user, Stored stored, String code) {
    var secret = secrets.decrypt(stored.secret(), context(user));
    var step = Totp.matching(secret, code.replace(" ", ""), clock.instant());
    return step.isPresent()
        && sql.sql(
                    """
                    update accounts.totp set last_step = :step
                    where user_id = :user and last_step < :step
                    """)
                .param("step", step.getAsLong())
                .param("user", user)
                .update()
            == 1;
  }

  public void remove(Caller caller) {
    var user = user(caller);
    platform(
        caller,
        sql -> {
          sql.sql("delete from accounts.totp where user_id = :user").param("user", user).update();
          SecondFactors.note(sql, user);
          return null;
        });
    cache.forgetActor(user);
  }

  private static Optional<Stored> find(JdbcClient sql, UUID user) {
    return sql.sql(
            """
            select secret, confirmed_at is not null as confirmed
            from accounts.totp where user_id = :user
            """)
        .param("user", user)
        .query((row, index) -> stored(row))
        .optional();
  }

  private static Stored stored(ResultSet row) throws SQLException {
    return new Stored(row.getBytes("secret"), row.getBoolean("confirmed"));
  }

  private static String context(UUID user) {
    return "accounts.totp/" + user;
  }

  static UUID user(Caller caller) {
    return Objects.requireNonNull(caller.actor().id());
  }

  private static NotFound none() {
    return new NotFound(FactorsError.NO_SECOND_FACTOR, "No authenticator app is being set up.");
  }

  private <T extends @Nullable Object> T platform(Caller caller, Function<JdbcClient, T> work) {
    return db.acrossTenants(caller.actor(), caller.requestId(), work);
  }
}
