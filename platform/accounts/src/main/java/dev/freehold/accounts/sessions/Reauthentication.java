package dev.freehold.accounts.sessions;

import dev.freehold.accounts.AccountsError;
import dev.freehold.accounts.Tokens;
import dev.freehold.accounts.access.Authentication;
import dev.freehold.kernel.Actor;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.access.Callers;
import dev.freehold.kernel.console.Address;
import dev.freehold.kernel.db.PlatformDb;
import dev.freehold.kernel.error.Forbidden;
import dev.freehold.kernel.error.NotFound;
import dev.freehold.kernel.http.ApiPath;
import dev.freehold.kernel.http.RequestScope;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Asks for the password again before something dangerous, so that a browser left open, or a stolen
 * cookie, is not enough to make a key or to give the tenant away.
 */
@Component
public class Reauthentication implements HandlerInterceptor {

  public static final Duration RECENT = Duration.ofMinutes(10);

  static final String PATH = "/console/account/confirm";

  private final PlatformDb db;
  private final Sessions sessions;

  Reauthentication(PlatformDb db, Sessions sessions) {
    this.db = db;
    this.sessions = sessions;
  }

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    if (!(handler instanceof HandlerMethod method)
        || !method.hasMethodAnnotation(Reauthenticated.class)) {
      return true;
    }
    var caller = Callers.of(request);
    if (caller != null && ApiPath.isOf(request)) {
      checkRecentSignIn(Authentication.accessToken(request));
      return true;
    }
    var token = Authentication.token(request);
    if (caller == null || token == null || isRecent(token)) {
      return true;
    }
    response.setHeader(HttpHeaders.LOCATION, Address.of(PATH, "next", wanted(request)));
    response.setStatus(HttpStatus.SEE_OTHER.value());
    return false;
  }

  private void checkRecentSignIn(@Nullable String token) {
    if (token == null || !isRecent(token)) {
      throw new Forbidden(
          AccountsError.SIGN_IN_AGAIN,
          "Sign in again at POST /v1/tokens and send the new access token: this needs a sign-in of"
              + " the last "
              + RECENT.toMinutes()
              + " minutes.");
    }
  }

  /** The page that is asked for, or the one whose form was sent: it is filled in again. */
  private static String wanted(HttpServletRequest request) {
    if (request.getMethod().equals("GET")) {
      return request.getRequestURI();
    }
    var page = path(request.getHeader(HttpHeaders.REFERER));
    return page != null && page.startsWith("/console") ? page : "/console";
  }

  private static @Nullable String path(@Nullable String address) {
    try {
      return address == null ? null : URI.create(address).getPath();
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  boolean isRecent(String token) {
    return db.acrossTenants(
        new Actor(Actor.Kind.SYSTEM, null, "reauthentication"),
        RequestScope.requestId(),
        sql ->
            sql.sql(
                    """
                    select exists (
                      select from accounts.session
                      where token_hash = :hash
                        and confirmed_at > now() - make_interval(secs => :recent))
                    """)
                .param("hash", Tokens.sha256(token))
                .param("recent", RECENT.toSeconds())
                .query(Boolean.class)
                .single());
  }

  /** Notes that the person of this session showed who they are. */
  void confirm(Caller caller, String token, String password, Client client) {
    var email =
        db.acrossTenants(
            caller.actor(),
            caller.requestId(),
            sql ->
                sql.sql("select email from accounts.user_account where id = :user")
                    .param("user", caller.actor().id())
                    .query(String.class)
                    .optional()
                    .orElseThrow(
                        () ->
                            new NotFound(
                                AccountsError.WRONG_CREDENTIALS, "The account is closed.")));
    sessions.checkPassword(email, password, client);
    db.acrossTenants(
        caller.actor(),
        caller.requestId(),
        sql ->
            sql.sql(
                    """
                    update accounts.session set confirmed_at = now()
                    where token_hash = :hash and user_id = :user
                    """)
                .param("hash", Tokens.sha256(token))
                .param("user", caller.actor().id())
                .update());
  }
}
