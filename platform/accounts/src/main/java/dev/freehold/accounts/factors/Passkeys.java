package dev.freehold.accounts.factors;

import com.webauthn4j.WebAuthnManager;
import com.webauthn4j.converter.AttestedCredentialDataConverter;
import com.webauthn4j.converter.exception.DataConversionException;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.credential.CredentialRecordImpl;
import com.webauthn4j.data.AuthenticationData;
import com.webauthn4j.data.AuthenticationParameters;
import com.webauthn4j.data.RegistrationParameters;
import com.webauthn4j.data.attestation.statement.NoneAttestationStatement;
import com.webauthn4j.verifier.exception.VerificationException;
import dev.freehold.accounts.access.KeyCache;
import dev.freehold.kernel.Actor;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.db.PlatformDb;
import dev.freehold.kernel.db.Rows;
import dev.freehold.kernel.error.Conflict;
import dev.freehold.kernel.error.Invalid;
import dev.freehold.kernel.error.Unauthenticated;
import dev.freehold.kernel.http.RequestScope;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;

/**
 * Passkeys: registered, and verified against what was registered, by webauthn4j. Any authenticator
 * is taken, so attestation is not asked for.
 *
 * <p>Source: W3C Web Authentication, sections 7.1 and 7.2.
 */
@Component
public class Passkeys {

  private static final int MOST = 20;
  private static final int MAX_NAME = 100;
  private static final int MAX_RESPONSE = 20_000;
  private static final Actor ACTOR = new Actor(Actor.Kind.SYSTEM, null, "passkey");

  /** A passkey as its owner knows it. */
  public record Passkey(UUID id, String name, Instant createdAt, @Nullable Instant lastUsedAt) {}

  private record Stored(
      UUID id, UUID userId, byte[] credential, long signCount, boolean backedUp) {}

  private final WebAuthnManager webAuthn = WebAuthnManager.createNonStrictWebAuthnManager();
  private final AttestedCredentialDataConverter converter =
      new AttestedCredentialDataConverter(new ObjectConverter());
  private final PlatformDb db;
  private final PasskeyCeremony ceremony;
  private final KeyCache cache;

  Passkeys(PlatformDb db, PasskeyCeremony ceremony, KeyCache cache) {
    this.db = db;
    this.ceremony = ceremony;
    this.cache = cache;
  }

  /** Newest first. */
  public List<Passkey> list(Caller caller) {
    return platform(
        caller,
        sql ->
            sql.sql(
                    """
                    select id, name, created_at, last_used_at from accounts.passkey
                    where user_id = :user order by id desc limit :most
                    """)
                .param("user", caller.actor().id())
                .param("most", MOST)
                .query(Rows.of(Passkey.class))
                .list());
  }

  /**
   * Keeps the public key that an authenticator made.
   *
   * @param response what {@code navigator.credentials.create} gave, as JSON
   */
  void register(Caller caller, String name, String response) {
    if (name.isBlank() || name.length() > MAX_NAME) {
      throw Invalid.field("passkey_name", "must have 1 to " + MAX_NAME + " characters");
    }
    var user = AuthenticatorApps.user(caller);
    try {
      var data = parsed(response, webAuthn::parseRegistrationResponseJSON);
      var server = ceremony.use(present(data.getCollectedClientData()).getChallenge());
      webAuthn.verify(data, new RegistrationParameters(server, PasskeyCeremony.ALGORITHMS, false));
      var authenticator = present(data.getAttestationObject()).getAuthenticatorData();
      var credential = present(authenticator.getAttestedCredentialData());
      platform(
          caller,
          sql -> {
            refuseMore(sql, user);
            sql.sql(
                    """
                    insert into accounts.passkey
                      (user_id, name, credential_id, credential, sign_count, backed_up)
                    values (:user, :name, :credentialId, :credential, :count, :backedUp)
                    """)
                .param("user", user)
                .param("name", name)
                .param("credentialId", credential.getCredentialId())
                .param("credential", converter.convert(credential))
                .param("count", authenticator.getSignCount())
                .param("backedUp", authenticator.isFlagBS())
                .update();
            SecondFactors.note(sql, user);
            return null;
          });
    } catch (VerificationException e) {
      throw refused(e);
    } catch (DuplicateKeyException e) {
      throw new Conflict(FactorsError.SECOND_FACTOR_EXISTS, "This passkey is registered already.");
    }
    cache.forgetActor(user);
  }

  private static void refuseMore(JdbcClient sql, UUID user) {
    int has =
        sql.sql("select count(*) from accounts.passkey where user_id = :user")
            .param("user", user)
            .query(Integer.class)
            .single();
    if (has >= MOST) {
      throw Invalid.field("passkey_name", "would be one more than the " + MOST + " you may have");
    }
  }

  /**
   * Whose passkey signed the challenge.
   *
   * @param response what {@code navigator.credentials.get} gave, as JSON
   * @param alone whether it takes the place of the password: then the authenticator must have
   *     verified its owner, by a finger, a face or a PIN
   */
  UUID verify(String response, boolean alone) {
    try {
      var data = parsed(response, webAuthn::parseAuthenticationResponseJSON);
      var server = ceremony.use(present(data.getCollectedClientData()).getChallenge());
      var stored = find(credentialId(data));
      var record =
          new CredentialRecordImpl(
              new NoneAttestationStatement(),
              null,
              null,
              stored.backedUp(),
              stored.signCount(),
              converter.convert(stored.credential()),
              null,
              null,
              null,
              null);
      webAuthn.verify(data, new AuthenticationParameters(server, record, null, alone));
      var authenticator = present(data.getAuthenticatorData());
      noteUse(stored, authenticator.getSignCount(), authenticator.isFlagBS());
      return stored.userId();
    } catch (VerificationException e) {
      throw refused(e);
    }
  }

  @SuppressWarnings("NullAway") // The library's annotation reads as one of the array's elements.
  private static byte[] credentialId(AuthenticationData data) {
    var id = data.getCredentialId();
    if (id == null) {
      throw refused(null);
    }
    return id;
  }

  private Stored find(byte[] credentialId) {
    return db.acrossTenants(
        ACTOR,
        RequestScope.requestId(),
        sql ->
            sql.sql(
                    """
                    select p.id, p.user_id, p.credential, p.sign_count, p.backed_up
                    from accounts.passkey p
                    join accounts.user_account u on u.id = p.user_id and u.deleted_at is null
                    where p.credential_id = :id
                    """)
                .param("id", credentialId)
                .query((row, index) -> stored(row))
                .optional()
                .orElseThrow(() -> refused(null)));
  }

  private static Stored stored(ResultSet row) throws SQLException {
    return new Stored(
        row.getObject("id", UUID.class),
        row.getObject("user_id", UUID.class),
        row.getBytes("credential"),
        row.getLong("sign_count"),
        row.getBoolean("backed_up"));
  }

  private void noteUse(Stored stored, long signCount, boolean backedUp) {
    db.acrossTenants(
        ACTOR,
        RequestScope.requestId(),
        sql ->
            sql.sql(
                    """
                    update accounts.passkey
                    set sign_count = :count, backed_up = :backedUp, last_used_at = now()
                    where id = :id
                    """)
                .param("count", signCount)
                .param("backedUp", backedUp)
                .param("id", stored.id())
                .update());
  }

  void remove(Caller caller, UUID id) {
    var user = AuthenticatorApps.user(caller);
    platform(
        caller,
        sql -> {
          sql.sql("delete from accounts.passkey where id = :id and user_id = :user")
              .param("id", id)
              .param("user", user)
              .update();
          SecondFactors.note(sql, user);
          return null;
        });
    cache.forgetActor(user);
  }

  /** The library stumbles over what is no JSON, and over JSON that lacks what it looks for. */
  private static <T> T parsed(String response, Function<String, T> parse) {
    if (response.isEmpty() || response.length() > MAX_RESPONSE) {
      throw refused(null);
    }
    try {
      return parse.apply(response);
    } catch (DataConversionException
        | JacksonException
        | NullPointerException
        | IllegalArgumentException e) {
      throw refused(e);
    }
  }

  private static <T> T present(@Nullable T part) {
    if (part == null) {
      throw refused(null);
    }
    return part;
  }

  private static Unauthenticated refused(@Nullable Throwable cause) {
    var refusal =
        new Unauthenticated(
            FactorsError.PASSKEY_REFUSED,
            "The passkey could not be verified here. Try again, or use another way.");
    if (cause != null) {
      refusal.initCause(cause);
    }
    return refusal;
  }

  private <T extends @Nullable Object> T platform(Caller caller, Function<JdbcClient, T> work) {
    return db.acrossTenants(caller.actor(), caller.requestId(), work);
  }
}
