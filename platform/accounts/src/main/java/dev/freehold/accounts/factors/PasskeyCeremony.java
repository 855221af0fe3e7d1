package dev.freehold.accounts.factors;

import com.webauthn4j.data.PublicKeyCredentialParameters;
import com.webauthn4j.data.PublicKeyCredentialType;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.client.Origin;
import com.webauthn4j.data.client.challenge.Challenge;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.server.ServerProperty;
import dev.freehold.kernel.Actor;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.KernelSettings;
import dev.freehold.kernel.db.PlatformDb;
import dev.freehold.kernel.db.Rows;
import dev.freehold.kernel.error.Unauthenticated;
import dev.freehold.kernel.http.RequestScope;
import java.net.URI;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What a browser is told when it is to make a passkey or to sign with one: whose site this is, and
 * a challenge that is good once, for {@link #LIFETIME}.
 */
@Component
class PasskeyCeremony {

  static final Duration LIFETIME = Duration.ofMinutes(5);

  static final List<PublicKeyCredentialParameters> ALGORITHMS =
      List.of(
          algorithm(COSEAlgorithmIdentifier.ES256),
          algorithm(COSEAlgorithmIdentifier.EdDSA),
          algorithm(COSEAlgorithmIdentifier.RS256));

  private static final String LOCALHOST = "localhost";
  private static final int CHALLENGE_BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
  private static final Actor ACTOR = new Actor(Actor.Kind.SYSTEM, null, "passkey");

  private record Person(String name, String email) {}

  private final PlatformDb db;
  private final URI url;

  PasskeyCeremony(PlatformDb db, KernelSettings settings) {
    this.db = db;
    this.url = URI.create(settings.url());
  }

  /** Options for {@code navigator.credentials.create}. */
  Map<String, Object> creation(Caller caller) {
    var user = AuthenticatorApps.user(caller);
    var person =
        db.acrossTenants(
            caller.actor(),
            caller.requestId(),
            sql ->
                sql.sql("select name, email from accounts.user_account where id = :user")
                    .param("user", user)
                    .query(Rows.of(Person.class))
                    .single());
    var options = new LinkedHashMap<String, Object>();
    options.put("challenge", challenge());
    options.put("rp", Map.of("id", url.getHost(), "name", "Freehold"));
    options.put(
        "user",
        Map.of(
            "id", BASE64.encodeToString(bytes(user)),
            "name", person.email(),
            "displayName", person.name()));
    options.put(
        "pubKeyCredParams",
        ALGORITHMS.stream()
            .map(one -> Map.of("type", "public-key", "alg", one.getAlg().getValue()))
            .toList());
    options.put("excludeCredentials", descriptors(user));
    options.put(
        "authenticatorSelection",
        Map.of("residentKey", "preferred", "userVerification", "preferred"));
    options.put("attestation", "none");
    options.put("timeout", LIFETIME.toMillis());
    return options;
  }

  /**
   * Options for {@code navigator.credentials.get}.
   *
   * @param user whose passkey it must be; null lets the person choose, in place of a password
   */
  Map<String, Object> request(@Nullable UUID user) {
    var options = new LinkedHashMap<String, Object>();
    options.put("challenge", challenge());
    options.put("rpId", url.getHost());
    options.put("allowCredentials", user == null ? List.of() : descriptors(user));
    options.put("userVerification", user == null ? "required" : "preferred");
    options.put("timeout", LIFETIME.toMillis());
    return options;
  }

  private String challenge() {
    var bytes = new byte[CHALLENGE_BYTES];
    RANDOM.nextBytes(bytes);
    db.acrossTenants(
        ACTOR,
        RequestScope.requestId(),
        sql ->
            sql.sql(
                    """
                    insert into accounts.passkey_challenge (challenge, expires_at)
                    values (:challenge, now() + make_interval(secs => :lifetime))
                    """)
                .param("challenge", bytes)
                .param("lifetime", LIFETIME.toSeconds())
                .update());
    return BASE64.encodeToString(bytes);
  }

  /** Uses a challenge up, and says what else an answer to it must hold. */
  ServerProperty use(Challenge challenge) {
    int used =
        db.acrossTenants(
            ACTOR,
            RequestScope.requestId(),
            sql ->
                sql.sql(
                        """
                        delete from accounts.passkey_challenge
                        where challenge = :challenge and expires_at > now()
                        """)
                    .param("challenge", challenge.getValue())
                    .update());
    if (used == 0) {
      throw new Unauthenticated(
          FactorsError.PASSKEY_REFUSED, "That took too long, or was sent twice. Try again.");
    }
    return ServerProperty.builder()
        .originPredicate(this::isOurs)
        .rpId(url.getHost())
        .challenge(new DefaultChallenge(challenge.getValue()))
        .build();
  }

  /**
   * On a laptop the port may be any: what names itself localhost there is all the same person's.
   */
  private boolean isOurs(Origin origin) {
    return origin.equals(new Origin(url.toString()))
        || LOCALHOST.equals(url.getHost()) && LOCALHOST.equals(origin.getHost());
  }

  int deleteExpired() {
    return db.acrossTenants(
        ACTOR,
        "housekeeping",
        sql -> sql.sql("delete from accounts.passkey_challenge where expires_at < now()").update());
  }

  private List<Map<String, String>> descriptors(UUID user) {
    return db.acrossTenants(
        ACTOR,
        RequestScope.requestId(),
        sql ->
            sql
                .sql("select credential_id from accounts.passkey where user_id = :user")
                .param("user", user)
                .query((row, index) -> row.getBytes("credential_id"))
                .list()
                .stream()
                .map(id -> Map.of("type", "public-key", "id", BASE64.encodeToString(id)))
                .toList());
  }

  private static PublicKeyCredentialParameters algorithm(COSEAlgorithmIdentifier algorithm) {
    return new PublicKeyCredentialParameters(PublicKeyCredentialType.PUBLIC_KEY, algorithm);
  }

  private static byte[] bytes(UUID id) {
    return ByteBuffer.allocate(16)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits())
        .array();
  }
}
