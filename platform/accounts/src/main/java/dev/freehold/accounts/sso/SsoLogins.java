package dev.freehold.accounts.sso;

import dev.freehold.accounts.factors.SecondFactors;
import dev.freehold.accounts.sessions.Client;
import dev.freehold.accounts.sessions.Sessions;
import dev.freehold.kernel.KernelSettings;
import dev.freehold.kernel.error.Forbidden;
import dev.freehold.kernel.error.Unauthenticated;
import dev.freehold.kernel.secrets.Secrets;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** A login through a tenant's provider, from the first redirect to the session. */
@Component
class SsoLogins {

  static final String CALLBACK = "/login/sso/callback/";

  /** Where the browser goes, and what it keeps meanwhile. */
  record Begun(URI location, BrowserHalf half) {}

  /** What the provider sent the browser back with. */
  record Answer(
      @Nullable String state,
      @Nullable String code,
      @Nullable String error,
      @Nullable String issuer) {}

  /** What came of it. */
  sealed interface Outcome {

    /** A session, and where it was wanted. */
    record LoggedIn(String token, String next) implements Outcome {

      @Override
      public String toString() {
        return "LoggedIn";
      }
    }

    /** The account is there and its person must show that it is theirs. */
    record ToShow(String state) implements Outcome {

      @Override
      public String toString() {
        return "ToShow";
      }
    }
  }

  private final SsoDirectory directory;
  private final SsoAttempts attempts;
  private final SsoPeople people;
  private final OpenIdConnect protocol;
  private final ProviderDocuments documents;
  private final Sessions sessions;
  private final SecondFactors factors;
  private final Secrets secrets;
  private final String url;

  SsoLogins(
      SsoDirectory directory,
      SsoAttempts attempts,
      SsoPeople people,
      OpenIdConnect protocol,
      ProviderDocuments documents,
      Sessions sessions,
      SecondFactors factors,
      Secrets secrets,
      KernelSettings settings) {
    this.directory = directory;
    this.attempts = attempts;
    this.people = people;
    this.protocol = protocol;
    this.documents = documents;
    this.sessions = sessions;
    this.factors = factors;
    this.secrets = secrets;
    this.url = settings.url();
  }

  /** The address that the provider must know as this tenant's, to the letter. */
  URI redirect(UUID tenantId) {
    return URI.create(url + CALLBACK + tenantId);
  }

  /** Where the people of a tenant begin. */
  String login(String slug) {
    return url + SsoLoginConsole.PATH + "/" + slug;
  }

  Begun begin(TenantProvider provider, String next, @Nullable String email, boolean again) {
    var half = BrowserHalf.random();
    var state = attempts.begin(provider.tenantId(), provider.providerId(), next, half);
    return new Begun(protocol.login(client(provider), half, state, email, again), half);
  }

  /** Whom the provider vouched for, if all that came back is of the login that began here. */
  Outcome finish(UUID tenantId, Answer answer, @Nullable BrowserHalf half, Client client) {
    if (half == null || answer.state() == null) {
      throw SsoAttempts.over();
    }
    var attempt = attempts.finish(tenantId, answer.state(), half);
    var provider = provider(attempt.tenantId(), attempt.providerId());
    checkIssuer(provider, answer.issuer());
    if (answer.code() == null) {
      throw new Forbidden(
          SsoError.SSO_LOGIN_REFUSED,
          "The provider did not log you in"
              + (answer.error() == null ? "." : " (" + plain(answer.error()) + ")."));
    }
    var person = protocol.redeem(client(provider), half, answer.state(), answer.code());
    var found = people.find(provider, person);
    return found.userId() == null
        ? new Outcome.ToShow(attempts.await(attempt, person, SsoPeople.email(person), half))
        : new Outcome.LoggedIn(
            sessions.beginThroughProvider(
                found.userId(),
                provider.tenantId(),
                provider.providerId(),
                person.authenticatedAt(),
                client),
            attempt.next());
  }

  /** The account that waits for its person, by its address, and whose tenant it is about. */
  record Shown(String email, String tenant) {}

  Shown waiting(String state, @Nullable BrowserHalf half) {
    var waiting = attempts.waiting(state, half);
    return new Shown(waiting.email(), provider(waiting.tenantId(), waiting.providerId()).name());
  }

  /**
   * Joins the account to the provider's subject for good, if its password, and its second factor if
   * it has one, are right.
   */
  Outcome.LoggedIn show(
      String state, @Nullable BrowserHalf half, String password, String code, Client client) {
    var waiting = attempts.waiting(state, half);
    var provider = provider(waiting.tenantId(), waiting.providerId());
    var user = shown(state, waiting, password, code, client);
    people.joinShown(provider, waiting, user, state);
    var token =
        sessions.beginThroughProvider(
            user, provider.tenantId(), provider.providerId(), Instant.now(), client);
    return new Outcome.LoggedIn(token, waiting.next());
  }

  private UUID shown(
      String state, SsoAttempts.Waiting waiting, String password, String code, Client client) {
    try {
      var user = sessions.checkPassword(waiting.email(), password, client);
      if (factors.has(user)) {
        factors.check(user, code);
      }
      return user;
    } catch (Unauthenticated e) {
      attempts.countWrong(state);
      throw e;
    }
  }

  /** A provider that was replaced meanwhile is not the one that was asked. */
  private TenantProvider provider(UUID tenantId, UUID providerId) {
    return directory
        .ofTenant(tenantId)
        .filter(provider -> provider.providerId().equals(providerId))
        .orElseThrow(SsoAttempts::over);
  }

  /**
   * An answer that another provider gave is not for this login.
   *
   * <p>Source: RFC 9207, against mix-up.
   */
  private void checkIssuer(TenantProvider provider, @Nullable String issuer) {
    var isNamed = documents.of(provider.issuer()).supportsAuthorizationResponseIssuerParam();
    if (issuer == null ? isNamed : !issuer.equals(provider.issuer())) {
      throw ProviderDocuments.failed(
          "Another provider answered than the one that was asked.", null);
    }
  }

  private OpenIdConnect.Client client(TenantProvider provider) {
    var secret =
        secrets.decrypt(provider.clientSecret(), IdentityProviders.context(provider.tenantId()));
    return new OpenIdConnect.Client(
        provider.issuer(),
        provider.clientId(),
        new String(secret, StandardCharsets.UTF_8),
        redirect(provider.tenantId()));
  }

  /** An error code of the protocol, and nothing that a stranger wrote into the address. */
  private static String plain(String error) {
    return error.matches("[a-z_]{1,60}") ? error : "no reason";
  }
}
