package dev.freehold.provider;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;

/** What the provider does wrong from now on, until it is told to stop. */
public final class Faults {

  private static final Consumer<JwtClaimsSet.Builder> NONE = claims -> {};

  private volatile Consumer<JwtClaimsSet.Builder> claims = NONE;
  private volatile @Nullable String secret;
  private volatile boolean unsigned;
  private volatile @Nullable JwtEncoder another;
  private volatile @Nullable String subject;

  public void none() {
    claims = NONE;
    secret = null;
    unsigned = false;
    another = null;
    subject = null;
  }

  /** Alters what ID tokens say. */
  public void claims(Consumer<JwtClaimsSet.Builder> change) {
    claims = change;
  }

  /** Signs with a key that it never published. */
  public void signedBy(JwtEncoder stranger) {
    another = stranger;
  }

  /** Signs with a secret that both sides know, in the place of a key pair. */
  public void signedBySecret(String shared) {
    secret = shared;
  }

  /** Tells about another person when it is asked who somebody is. */
  public void userInfoOf(String another) {
    subject = another;
  }

  String subject(String real) {
    var wrong = subject;
    return wrong == null ? real : wrong;
  }

  public void unsigned() {
    unsigned = true;
  }

  void alter(JwtClaimsSet.Builder idToken) {
    claims.accept(idToken);
  }

  Jwt encode(JwtEncoder encoder, JwtEncoderParameters parameters) {
    var stranger = another;
    if (stranger != null) {
      return stranger.encode(parameters);
    }
    if (!unsigned && secret == null) {
      return encoder.encode(parameters);
    }
    var good = parameters.getClaims();
    var text = unsigned ? new PlainJWT(set(good)).serialize() : hmac(good);
    return new Jwt(
        text,
        good.getIssuedAt(),
        good.getExpiresAt(),
        Map.of("alg", unsigned ? "none" : "HS256"),
        good.getClaims());
  }

  private String hmac(JwtClaimsSet good) {
    try {
      var token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), set(good));
      token.sign(new MACSigner(String.valueOf(secret)));
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JWTClaimsSet set(JwtClaimsSet good) {
    var set = new JWTClaimsSet.Builder();
    good.getClaims()
        .forEach(
            (name, value) ->
                set.claim(
                    name,
                    switch (value) {
                      case Instant at -> Date.from(at);
                      case java.net.URL address -> address.toString();
                      default -> value;
                    }));
    return set.build();
  }
}
