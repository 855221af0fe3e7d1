package dev.freehold.accounts.sso;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.Resource;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import dev.freehold.kernel.error.Unavailable;
import dev.freehold.kernel.net.Outbound;
import dev.freehold.kernel.net.OutboundFailed;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What providers publish about themselves: where to go, and the keys that they sign with. Kept for
 * some minutes; a signature under an unknown key has the keys fetched again, at most every {@link
 * #KEYS_INTERVAL}.
 *
 * <p>Source: OpenID Connect Discovery 1.0, section 4.
 */
@Component
class ProviderDocuments {

  static final Duration KEPT = Duration.ofMinutes(10);
  static final Duration KEYS_INTERVAL = Duration.ofSeconds(10);

  private static final Duration KEYS_TIMEOUT = Duration.ofSeconds(15);

  private static final int MOST = 1_000;
  private static final int OK = 200;
  private static final String PATH = "/.well-known/openid-configuration";

  private final Outbound outbound;
  private final Cache<String, OIDCProviderMetadata> metadata =
      Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(KEPT).build();
  private final Cache<URI, JWKSource<SecurityContext>> keys =
      Caffeine.newBuilder().maximumSize(MOST).expireAfterAccess(KEPT).build();

  ProviderDocuments(Outbound outbound) {
    this.outbound = outbound;
  }

  OIDCProviderMetadata of(String issuer) {
    var known = metadata.getIfPresent(issuer);
    if (known != null) {
      return known;
    }
    var fetched = fetch(issuer);
    metadata.put(issuer, fetched);
    return fetched;
  }

  /** The same, asked anew, whatever is remembered. */
  OIDCProviderMetadata fetch(String issuer) {
    var base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
    var found = parsed(read(base + PATH));
    if (!found.getIssuer().getValue().equals(issuer)) {
      throw failed(
          "The discovery document names the issuer "
              + found.getIssuer().getValue()
              + ", not "
              + issuer
              + ". Enter it exactly as the provider spells it.",
          null);
    }
    checkEndpoint(found.getAuthorizationEndpointURI(), "authorization_endpoint");
    checkEndpoint(found.getTokenEndpointURI(), "token_endpoint");
    checkEndpoint(found.getJWKSetURI(), "jwks_uri");
    return found;
  }

  private static OIDCProviderMetadata parsed(String text) {
    try {
      return OIDCProviderMetadata.parse(text);
    } catch (ParseException e) {
      throw failed("The provider's discovery document cannot be read: " + e.getMessage(), e);
    }
  }

  private void checkEndpoint(@Nullable URI endpoint, String name) {
    if (endpoint == null) {
      throw failed("The provider's discovery document has no " + name + ".", null);
    }
    try {
      outbound.check(endpoint);
    } catch (OutboundFailed e) {
      throw failed("The provider's " + name + " " + e.getMessage() + ".", e);
    }
  }

  private String read(String address) {
    try {
      var answer = outbound.get(URI.create(address));
      if (answer.status() != OK) {
        throw failed(address + " answered with status " + answer.status() + ".", null);
      }
      return new String(answer.body(), StandardCharsets.UTF_8);
    } catch (OutboundFailed e) {
      throw failed("The provider could not be asked: " + e.getMessage() + ".", e);
    }
  }

  /** Where the keys of this provider come from, fetched when they are needed. */
  JWKSource<SecurityContext> keys(OIDCProviderMetadata provider) {
    return keys.get(provider.getJWKSetURI(), this::source);
  }

  private JWKSource<SecurityContext> source(URI address) {
    try {
      return JWKSourceBuilder.create(address.toURL(), this::retrieve)
          .cache(KEPT.toMillis(), KEYS_TIMEOUT.toMillis())
          .refreshAheadCache(false)
          .rateLimited(KEYS_INTERVAL.toMillis())
          .build();
    } catch (MalformedURLException e) {
      throw failed("The provider's jwks_uri is no address.", e);
    }
  }

  private Resource retrieve(URL address) throws IOException {
    try {
      var answer = outbound.get(URI.create(address.toString()));
      if (answer.status() != OK) {
        throw new IOException("status " + answer.status());
      }
      return new Resource(new String(answer.body(), StandardCharsets.UTF_8), answer.contentType());
    } catch (OutboundFailed e) {
      throw new IOException(e);
    }
  }

  /** What a person who sets a provider up wants to know. */
  List<String> check(String issuer) {
    metadata.invalidate(issuer);
    var found = of(issuer);
    var set = read(found.getJWKSetURI().toString());
    return List.of(
        "Logins go to " + found.getAuthorizationEndpointURI().getHost() + ".",
        "Its signing keys could be read (" + OpenIdConnect.countKeys(set) + ").");
  }

  static Unavailable failed(String message, @Nullable Throwable cause) {
    return cause == null
        ? new Unavailable(SsoError.SSO_PROVIDER_FAILED, message)
        : new Unavailable(SsoError.SSO_PROVIDER_FAILED, message, cause);
  }
}
