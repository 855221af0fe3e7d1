package dev.freehold.accounts.sso;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWT;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.http.ReadOnlyHTTPRequest;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.Prompt;
import com.nimbusds.openid.connect.sdk.claims.ClaimsSet;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import dev.freehold.kernel.net.Outbound;
import dev.freehold.kernel.net.OutboundFailed;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The protocol: where to send the browser, and what the code that it comes back with is worth.
 *
 * <p>Source: OpenID Connect Core 1.0, sections 3.1 and 5.3; RFC 7636; RFC 9700.
 */
@Component
class OpenIdConnect {

  /** Signed with a key pair: with a shared secret, or none, whoever knows the client could sign. */
  static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.PS384,
          JWSAlgorithm.PS512,
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384,
          JWSAlgorithm.ES512);

  private static final int MAX_TEXT = 255;
  private static final int MAX_EMAIL = 254;

  /**
   * The client that a tenant is at its provider.
   *
   * @param redirect where the browser comes back to, to the letter
   */
  record Client(String issuer, String id, String secret, URI redirect) {

    @Override
    public String toString() {
      return "Client[" + issuer + " " + id + "]";
    }
  }

  private final ProviderDocuments documents;
  private final Outbound outbound;

  OpenIdConnect(ProviderDocuments documents, Outbound outbound) {
    this.documents = documents;
    this.outbound = outbound;
  }

  /**
   * Where the browser goes to log in.
   *
   * @param again whether the person is to show anew who they are
   */
  URI login(Client client, BrowserHalf half, String state, @Nullable String email, boolean again) {
    var request =
        new AuthenticationRequest.Builder(
                ResponseType.CODE,
                new Scope("openid", "email", "profile"),
                new ClientID(client.id()),
                client.redirect())
            .endpointURI(documents.of(client.issuer()).getAuthorizationEndpointURI())
            .state(new State(state))
            .nonce(new Nonce(half.nonce(state)))
            .codeChallenge(new CodeVerifier(half.verifier(state)), CodeChallengeMethod.S256);
    if (email != null) {
      request.loginHint(email);
    }
    if (again) {
      request.prompt(Prompt.Type.LOGIN).maxAge(0);
    }
    return request.build().toURI();
  }

  /** Exchanges the code and verifies what comes for it. */
  VouchedFor redeem(Client client, BrowserHalf half, String state, String code) {
    var provider = documents.of(client.issuer());
    var tokens = exchange(provider, client, half.verifier(state), code);
    var claims = verified(provider, client, tokens.getOIDCTokens().getIDToken(), half.nonce(state));
    return vouchedFor(provider, claims, tokens);
  }

  private OIDCTokenResponse exchange(
      OIDCProviderMetadata provider, Client client, String verifier, String code) {
    var grant =
        new AuthorizationCodeGrant(
            new AuthorizationCode(code), client.redirect(), new CodeVerifier(verifier));
    var request =
        new TokenRequest.Builder(
                provider.getTokenEndpointURI(), authentication(provider, client), grant)
            .build()
            .toHTTPRequest();
    try {
      var answer = OIDCTokenResponseParser.parse(request.send(this::send));
      if (!answer.indicatesSuccess()) {
        throw ProviderDocuments.failed(
            "The provider did not take the code: "
                + answer.toErrorResponse().getErrorObject().getCode()
                + ". Check the client id and secret.",
            null);
      }
      return (OIDCTokenResponse) answer.toSuccessResponse();
    } catch (IOException | ParseException e) {
      throw ProviderDocuments.failed(
          "The provider's token endpoint did not answer as it should.", e);
    }
  }

  /**
   * In the header, as every provider must take it, unless it says that it takes the other alone.
   */
  private static ClientAuthentication authentication(OIDCProviderMetadata provider, Client client) {
    var methods = provider.getTokenEndpointAuthMethods();
    var id = new ClientID(client.id());
    var secret = new Secret(client.secret());
    return methods != null
            && !methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
            && methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_POST)
        ? new ClientSecretPost(id, secret)
        : new ClientSecretBasic(id, secret);
  }

  private IDTokenClaimsSet verified(
      OIDCProviderMetadata provider, Client client, JWT token, String nonce) {
    var selector =
        new JWSVerificationKeySelector<SecurityContext>(ALGORITHMS, documents.keys(provider));
    var validator =
        new IDTokenValidator(provider.getIssuer(), new ClientID(client.id()), selector, null);
    try {
      return validator.validate(token, new Nonce(nonce));
    } catch (BadJOSEException | JOSEException e) {
      throw ProviderDocuments.failed("The provider's ID token is not good: " + e.getMessage(), e);
    }
  }

  /** Some providers put the address into the ID token, the rest tell it when they are asked. */
  private VouchedFor vouchedFor(
      OIDCProviderMetadata provider, IDTokenClaimsSet claims, OIDCTokenResponse tokens) {
    var subject = claims.getSubject().getValue();
    if (subject.length() > MAX_TEXT) {
      throw ProviderDocuments.failed("The provider's ID token has too long a subject.", null);
    }
    ClaimsSet person = claims;
    if (claims.getStringClaim("email") == null && provider.getUserInfoEndpointURI() != null) {
      person = userInfo(provider.getUserInfoEndpointURI(), subject, tokens);
    }
    var verified = person.getClaim("email_verified");
    var email = person.getStringClaim("email");
    var isRefuted = Boolean.FALSE.equals(verified) || "false".equals(verified);
    var at = claims.getAuthenticationTime();
    return new VouchedFor(
        subject,
        email == null || email.length() > MAX_EMAIL || isRefuted ? null : email,
        cut(person.getStringClaim("name")),
        at == null ? null : earlier(at.toInstant(), Instant.now()));
  }

  private ClaimsSet userInfo(URI endpoint, String subject, OIDCTokenResponse tokens) {
    var headers = new HashMap<String, String>();
    headers.put(
        "Authorization", tokens.getOIDCTokens().getBearerAccessToken().toAuthorizationHeader());
    try {
      var answer = outbound.send("GET", endpoint, headers, null, null);
      var claims =
          com.nimbusds.openid.connect.sdk.claims.UserInfo.parse(
              new String(answer.body(), StandardCharsets.UTF_8));
      // Section 5.3.2: what is said of another subject is worth nothing.
      if (!Objects.equals(claims.getSubject().getValue(), subject)) {
        throw ProviderDocuments.failed("The provider's userinfo is of another subject.", null);
      }
      return claims;
    } catch (OutboundFailed | ParseException e) {
      throw ProviderDocuments.failed(
          "The provider's userinfo endpoint did not answer as it should.", e);
    }
  }

  private HTTPResponse send(ReadOnlyHTTPRequest request) throws IOException {
    var headers = new HashMap<String, String>();
    request.getHeaderMap().forEach((name, values) -> headers.put(name, values.getFirst()));
    var type = headers.remove("Content-Type");
    var body = request.getBody();
    try {
      var answer =
          outbound.send(
              request.getMethod().name(),
              request.getURI(),
              headers,
              body == null ? null : body.getBytes(StandardCharsets.UTF_8),
              type);
      var response = new HTTPResponse(answer.status());
      if (!answer.contentType().isEmpty()) {
        response.setHeader("Content-Type", answer.contentType());
      }
      response.setBody(new String(answer.body(), StandardCharsets.UTF_8));
      return response;
    } catch (OutboundFailed e) {
      throw new IOException(e);
    }
  }

  static String countKeys(String set) {
    try {
      int keys = JWKSet.parse(set).getKeys().size();
      return keys == 1 ? "1 key" : keys + " keys";
    } catch (java.text.ParseException e) {
      throw ProviderDocuments.failed("The provider's signing keys cannot be read.", e);
    }
  }

  private static @Nullable String cut(@Nullable String name) {
    return name == null || name.length() <= MAX_TEXT ? name : name.substring(0, MAX_TEXT);
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }
}
