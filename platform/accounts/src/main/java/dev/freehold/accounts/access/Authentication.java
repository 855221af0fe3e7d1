package dev.freehold.accounts.access;

import dev.freehold.accounts.AccountsError;
import dev.freehold.accounts.Tokens;
import dev.freehold.accounts.keys.KeyText;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.access.Callers;
import dev.freehold.kernel.error.Forbidden;
import dev.freehold.kernel.error.KernelError;
import dev.freehold.kernel.http.ApiPath;
import dev.freehold.kernel.http.RequestScope;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * Finds out who calls: the API by its key, the console by its session cookie, each only by its own.
 * Whether that is enough is decided at the handler.
 */
@Component
public class Authentication extends OncePerRequestFilter {

  /** The session cookie of the console. */
  public static final String COOKIE = "fh_session";

  /**
   * Held, alone, by a member of a tenant that requires a second factor, as long as they have none.
   */
  public static final String LACKS_SECOND_FACTOR = "second_factor:missing";

  /**
   * Held by whoever a tenant's own provider vouched for: in this tenant alone, not for the account
   * that the person may use with others.
   */
  public static final String SINGLE_SIGN_ON = "single_sign_on:only";

  /** Begins the access token of a person who calls the API. */
  public static final String ACCESS_TOKEN = "fh_access_";

  private static final String BEARER = "Bearer ";
  private static final String CONSOLE = "/console";

  private final KeyCache cache;
  private final GrantLookup lookup;
  private final KeyUses uses;
  private final HandlerExceptionResolver errors;

  Authentication(
      KeyCache cache,
      GrantLookup lookup,
      KeyUses uses,
      HandlerExceptionResolver handlerExceptionResolver) {
    this.cache = cache;
    this.lookup = lookup;
    this.uses = uses;
    this.errors = handlerExceptionResolver;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    try {
      var grant = grant(request);
      if (grant != null) {
        var project = grant.project();
        Callers.set(
            request,
            new Caller(
                grant.tenantId(),
                project == null ? null : project.id(),
                grant.actor(),
                grant.permissions(),
                grant.partial(),
                null,
                RequestScope.requestId(),
                null,
                grant.impersonation()));
      }
    } catch (RuntimeException e) {
      errors.resolveException(request, response, null, e);
      return;
    }
    chain.doFilter(request, response);
  }

  private @Nullable Grant grant(HttpServletRequest request) {
    if (ApiPath.isOf(request)) {
      var bearer = bearer(request);
      return bearer == null ? null : ofBearer(bearer, request.getRemoteAddr());
    }
    var token = token(request);
    if (token == null || token.startsWith(ACCESS_TOKEN)) {
      return null;
    }
    var grant = cache.get(Tokens.sha256(token), lookup::session);
    var path = request.getRequestURI();
    if (grant == null && (path.equals(CONSOLE) || path.startsWith(CONSOLE + "/"))) {
      checkSuspension("", Tokens.sha256(token));
    }
    return grant;
  }

  private static @Nullable String bearer(HttpServletRequest request) {
    var header = request.getHeader(HttpHeaders.AUTHORIZATION);
    return header == null || !header.regionMatches(true, 0, BEARER, 0, BEARER.length())
        ? null
        : header.substring(BEARER.length()).strip();
  }

  /** The access token that a request of the API carries, if it carries no key. */
  public static @Nullable String accessToken(HttpServletRequest request) {
    var bearer = bearer(request);
    return bearer == null || !bearer.startsWith(ACCESS_TOKEN) ? null : bearer;
  }

  private @Nullable Grant ofBearer(String text, String address) {
    if (text.startsWith(ACCESS_TOKEN)) {
      var person = cache.get(Tokens.sha256(text), lookup::session);
      if (person == null) {
        checkSuspension("", Tokens.sha256(text));
      }
      return person;
    }
    var grant = ofKey(text);
    if (grant == null) {
      var key = KeyText.parse(text);
      if (key != null) {
        checkSuspension(key.publicId(), key.hash());
      }
      return null;
    }
    if (!grant.allows(address)) {
      throw new Forbidden(
          KernelError.ADDRESS_NOT_ALLOWED,
          "This key may not be used from " + address + ". Its owner can allow more addresses.");
    }
    if (grant.project() != null) {
      grant.project().checkActive();
    }
    uses.count(grant, address);
    return grant;
  }

  /** Says so to whoever holds a secret of a suspended tenant; to anybody else it is unknown. */
  private void checkSuspension(String publicId, byte[] hash) {
    if (lookup.isOfSuspended(publicId, hash)) {
      throw suspended();
    }
  }

  /** Why nothing of a suspended tenant answers, for those who have shown that they belong to it. */
  public static Forbidden suspended() {
    return new Forbidden(
        AccountsError.TENANT_SUSPENDED,
        "The organisation is suspended. Ask whoever runs this service.");
  }

  /** What the text of a key stands for, from memory if possible. */
  public @Nullable Grant ofKey(String text) {
    var key = KeyText.parse(text);
    return key == null ? null : cache.get(key.hash(), hash -> lookup.key(key.publicId(), hash));
  }

  /** The session token that the request's cookie holds. */
  public static @Nullable String token(HttpServletRequest request) {
    return request.getCookies() == null
        ? null
        : Arrays.stream(request.getCookies())
            .filter(cookie -> cookie.getName().equals(COOKIE))
            .map(Cookie::getValue)
            .findFirst()
            .orElse(null);
  }
}
