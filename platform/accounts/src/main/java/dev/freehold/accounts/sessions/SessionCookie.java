package dev.freehold.accounts.sessions;

import dev.freehold.accounts.access.Authentication;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;

/** The cookie that holds a session's token: out of reach of scripts and of other sites' forms. */
public final class SessionCookie {

  private SessionCookie() {}

  public static void set(HttpServletRequest request, HttpServletResponse response, String token) {
    write(request, response, token, Sessions.LIFETIME);
  }

  static void clear(HttpServletRequest request, HttpServletResponse response) {
    write(request, response, "", Duration.ZERO);
  }

  private static void write(
      HttpServletRequest request, HttpServletResponse response, String token, Duration lifetime) {
    response.addHeader(
        HttpHeaders.SET_COOKIE,
        ResponseCookie.from(Authentication.COOKIE, token)
            .path("/")
            .httpOnly(true)
            .secure(request.isSecure())
            .sameSite("Lax")
            .maxAge(lifetime)
            .build()
            .toString());
  }
}
