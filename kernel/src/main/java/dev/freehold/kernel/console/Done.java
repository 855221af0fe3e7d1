package dev.freehold.kernel.console;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;

/** What a request achieved, kept in a cookie until the next page says it. */
final class Done {

  private static final String COOKIE = "fh_done";
  private static final int MAX_SECONDS = 60;

  private Done() {}

  static void leave(HttpServletResponse response, String sentence) {
    set(response, URLEncoder.encode(sentence, StandardCharsets.UTF_8), MAX_SECONDS);
  }

  static @Nullable String take(HttpServletRequest request, HttpServletResponse response) {
    if (request.getCookies() == null) {
      return null;
    }
    var cookie =
        Arrays.stream(request.getCookies())
            .filter(candidate -> candidate.getName().equals(COOKIE))
            .map(Cookie::getValue)
            .findFirst();
    if (cookie.isEmpty()) {
      return null;
    }
    set(response, "", 0);
    try {
      return URLDecoder.decode(cookie.get(), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      // Not ours; a page without the sentence is whole.
      return null;
    }
  }

  private static void set(HttpServletResponse response, String value, int seconds) {
    response.addHeader(
        HttpHeaders.SET_COOKIE,
        ResponseCookie.from(COOKIE, value)
            .path("/console")
            .httpOnly(true)
            .sameSite("Lax")
            .maxAge(seconds)
            .build()
            .toString());
  }
}
