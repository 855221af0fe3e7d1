package dev.freehold.accounts.sso;

import dev.freehold.accounts.Tokens;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;

/**
 * What ties a login to the browser that began it: a secret in a cookie, of which the nonce and the
 * code verifier are made, so that neither the database nor the address bar holds them.
 */
record BrowserHalf(String secret) {

  static final String COOKIE = "fh_sso";

  private static final String PATH = "/login";
  private static final int LENGTH = 43;

  static BrowserHalf random() {
    return new BrowserHalf(Tokens.random(LENGTH));
  }

  static @Nullable BrowserHalf of(HttpServletRequest request) {
    return request.getCookies() == null
        ? null
        : Arrays.stream(request.getCookies())
            .filter(cookie -> cookie.getName().equals(COOKIE))
            .map(Cookie::getValue)
            .map(BrowserHalf::new)
            .findFirst()
            .orElse(null);
  }

  /** Lax, for the provider's redirect brings the browser here from another site. */
  void keep(HttpServletRequest request, HttpServletResponse response) {
    write(request, response, secret, SsoAttempts.LIFETIME);
  }

  static void drop(HttpServletRequest request, HttpServletResponse response) {
    write(request, response, "", Duration.ZERO);
  }

  private static void write(
      HttpServletRequest request, HttpServletResponse response, String value, Duration lifetime) {
    response.addHeader(
        HttpHeaders.SET_COOKIE,
        ResponseCookie.from(COOKIE, value)
            .path(PATH)
            .httpOnly(true)
            .secure(request.isSecure())
            .sameSite("Lax")
            .maxAge(lifetime)
            .build()
            .toString());
  }

  byte[] hash() {
    return Tokens.sha256(secret);
  }

  String nonce(String state) {
    return derived("nonce", state);
  }

  String verifier(String state) {
    return derived("verifier", state);
  }

  private String derived(String use, String state) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(Tokens.sha256(use + "|" + secret + "|" + state));
  }

  @Override
  public String toString() {
    return "BrowserHalf";
  }
}
