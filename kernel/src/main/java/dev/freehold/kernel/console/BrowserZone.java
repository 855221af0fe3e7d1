package dev.freehold.kernel.console;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;

/**
 * The time zone of the person's browser, in which days begin. The form that logs a person in says
 * it, and a cookie out of reach of scripts keeps it.
 */
public final class BrowserZone {

  /** The field of a form that a script fills in. */
  public static final String FIELD = "zone";

  private static final String COOKIE = "fh_zone";
  private static final Duration KEPT = Duration.ofDays(365);

  private BrowserZone() {}

  /** Keeps the zone that the request's form names; none, as without scripts, changes nothing. */
  public static void remember(HttpServletRequest request, HttpServletResponse response) {
    var zone = request.getParameter(FIELD);
    if (zone == null || !isKnown(zone)) {
      return;
    }
    response.addHeader(
        HttpHeaders.SET_COOKIE,
        ResponseCookie.from(COOKIE, zone)
            .path("/console")
            .httpOnly(true)
            .secure(request.isSecure())
            .sameSite("Lax")
            .maxAge(KEPT)
            .build()
            .toString());
  }

  /** What was remembered, if it is a zone. */
  public static Optional<String> of(HttpServletRequest request) {
    return request.getCookies() == null
        ? Optional.empty()
        : Arrays.stream(request.getCookies())
            .filter(cookie -> cookie.getName().equals(COOKIE))
            .map(Cookie::getValue)
            .filter(BrowserZone::isKnown)
            .findFirst();
  }

  private static boolean isKnown(String zone) {
    return ZoneId.getAvailableZoneIds().contains(zone);
  }
}
