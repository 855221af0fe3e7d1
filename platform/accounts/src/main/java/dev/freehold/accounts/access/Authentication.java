package dev.freehold.accounts.access;

import dev.freehold.accounts.Tokens;
import dev.freehold.accounts.keys.KeyText;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.access.Callers;
import dev.freehold.kernel.error.Forbidden;
import dev.freehold.kernel.error.KernelError;
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
  private static final String API = "/v1/";

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
                null));
      }
    } catch (RuntimeException e) {
      errors.resolveException(request, response, null, e);
      return;
    }
    chain.doFilter(request, response);
  }

  private @Nullable Grant grant(HttpServletRequest request) {
    if (request.getRequestURI().startsWith(API)) {
      var header = request.getHeader(HttpHeaders.AUTHORIZATION);
      return header == null || !header.regionMatches(true, 0, BEARER, 0, BEARER.length())
          ? null
          : ofBearer(header.substring(BEARER.length()).strip(), request.getRemoteAddr());
    }
    var token = token(request);
    return token == null || token.startsWith(ACCESS_TOKEN)
        ? null
        : cache.get(Tokens.sha256(token), lookup::session);
  }

  private @Nullable Grant ofBearer(String text, String address) {
    if (text.startsWith(ACCESS_TOKEN)) {
      return cache.get(Tokens.sha256(text), lookup::session);
    }
    var grant = ofKey(text);
    if (grant == null) {
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
