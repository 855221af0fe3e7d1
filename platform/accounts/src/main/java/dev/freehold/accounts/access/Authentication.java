package dev.freehold.accounts.access;

import dev.freehold.accounts.Role;
import dev.freehold.accounts.Tokens;
import dev.freehold.accounts.access.KeyCache.Grant;
import dev.freehold.accounts.keys.KeyText;
import dev.freehold.kernel.Actor;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.access.Callers;
import dev.freehold.kernel.access.Permissions;
import dev.freehold.kernel.db.Databases;
import dev.freehold.kernel.http.RequestScope;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.jdbc.core.simple.JdbcClient;
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
  public static final String LACKS_SECOND_FACTOR = "accounts.second_factor:missing";

  /** Begins the access token of a person who calls the API. */
  public static final String ACCESS_TOKEN = "fh_access_";

  private static final String BEARER = "Bearer ";
  private static final String API = "/v1/";

  private final JdbcClient lookup;
  private final KeyCache cache;
  private final Permissions permissions;
  private final HandlerExceptionResolver errors;

  Authentication(
      Databases databases,
      KeyCache cache,
      Permissions permissions,
      HandlerExceptionResolver handlerExceptionResolver) {
    this.lookup = JdbcClient.create(databases.application());
    this.cache = cache;
    this.permissions = permissions;
    this.errors = handlerExceptionResolver;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    try {
      var grant = grant(request);
      if (grant != null) {
        Callers.set(
            request,
            new Caller(
                grant.tenantId(),
                grant.actor(),
                grant.permissions(),
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
          : ofKey(header.substring(BEARER.length()).strip());
    }
    var token = token(request);
    return token == null || token.startsWith(ACCESS_TOKEN)
        ? null
        : cache.get(Tokens.sha256(token), this::findSession);
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

  private @Nullable Grant ofKey(String text) {
    if (text.startsWith(ACCESS_TOKEN)) {
      return cache.get(Tokens.sha256(text), this::findPerson);
    }
    var key = KeyText.parse(text);
    return key == null ? null : cache.get(key.hash(), hash -> findKey(key.publicId(), hash));
  }

  private @Nullable Grant findKey(String publicId, byte[] hash) {
    return lookup
        .sql("select * from lookup.api_key(:publicId, :hash)")
        .param("publicId", publicId)
        .param("hash", hash)
        .query((row, index) -> keyGrant(row))
        .optional()
        .orElse(null);
  }

  private static Grant keyGrant(ResultSet row) throws SQLException {
    var scopes = (String[]) row.getArray("scopes").getArray();
    return new Grant(
        row.getObject("tenant_id", UUID.class),
        new Actor(Actor.Kind.KEY, row.getObject("id", UUID.class), row.getString("name")),
        Set.copyOf(List.of(scopes)));
  }

  private @Nullable Grant findPerson(byte[] hash) {
    return lookup
        .sql("select * from lookup.session(:hash)")
        .param("hash", hash)
        .query((row, index) -> sessionGrant(row))
        .optional()
        .orElse(null);
  }

  private @Nullable Grant findSession(byte[] hash) {
    var grant = findPerson(hash);
    return grant == null || !isOperator(hash)
        ? grant
        : new Grant(grant.tenantId(), grant.actor(), Role.permissionsOfOperator(permissions));
  }

  private boolean isOperator(byte[] hash) {
    return lookup
        .sql("select lookup.is_operator(:hash)")
        .param("hash", hash)
        .query(Boolean.class)
        .single();
  }

  private Grant sessionGrant(ResultSet row) throws SQLException {
    return new Grant(
        row.getObject("tenant_id", UUID.class),
        new Actor(Actor.Kind.USER, row.getObject("user_id", UUID.class), row.getString("name")),
        row.getBoolean("lacks_second_factor")
            ? Set.of(LACKS_SECOND_FACTOR)
            : Role.of(row.getString("role")).permissions(permissions));
  }
}
