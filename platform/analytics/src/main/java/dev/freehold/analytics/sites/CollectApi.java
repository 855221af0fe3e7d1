package dev.freehold.analytics.sites;

import dev.freehold.analytics.AnalyticsError;
import dev.freehold.analytics.collect.Sender;
import dev.freehold.analytics.collect.TrackedEvents;
import dev.freehold.kernel.access.Public;
import dev.freehold.kernel.batch.BatchAnswer;
import dev.freehold.kernel.batch.BatchBody;
import dev.freehold.kernel.error.Fails;
import dev.freehold.kernel.error.Forbidden;
import dev.freehold.kernel.error.NotFound;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Events from browsers, by the public key of a site. It can add events and do nothing else; text as
 * the type spares the browser to ask first, so no other answer to foreign origins is needed.
 */
@RestController
@Tag(name = "Events")
class CollectApi {

  /** What a browser lets a page send while it is left. */
  static final int MAX_BYTES = 64 << 10;

  private static final int MAX_USER_AGENT = 2048;

  private final SiteTable sites;
  private final Visitors visitors;
  private final CollectThrottle throttle;
  private final TrackedEvents events;

  CollectApi(SiteTable sites, Visitors visitors, CollectThrottle throttle, TrackedEvents events) {
    this.sites = sites;
    this.visitors = visitors;
    this.throttle = throttle;
    this.events = events;
  }

  /**
   * Takes events that a page's script sends about its visitor, up to 64 KB, from the origins of the
   * site. The person is the visitor of the day until {@code identify} names them; address, country
   * and browser are taken from the request.
   *
   * @param siteKey the public key of a site
   */
  @PostMapping(
      path = "/v1/collect/{site_key}",
      consumes = {"text/plain", "application/json"})
  @Public("browsers of a site's visitors hold no secret")
  @Fails({"site_not_found", "origin_not_allowed", "too_many_events", "rate_limited"})
  BatchAnswer collectEvents(
      @PathVariable("site_key") String siteKey,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    throttle.take(request.getRemoteAddr());
    var site = sites.find(siteKey);
    if (site == null) {
      throw new NotFound(AnalyticsError.SITE_NOT_FOUND, "There is no site with this key.");
    }
    throttle.take(siteKey, request.getRemoteAddr());
    var origin = request.getHeader(HttpHeaders.ORIGIN);
    if (origin == null || !site.origins().contains(origin)) {
      throw new Forbidden(
          AnalyticsError.ORIGIN_NOT_ALLOWED,
          "Events of this site are taken from its own pages. Add the origin to the site.");
    }
    response.setHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    response.addHeader(HttpHeaders.VARY, HttpHeaders.ORIGIN);
    return events.accept(site.tenantId(), BatchBody.of(request, MAX_BYTES), sender(site, request));
  }

  private Sender sender(SiteTable.Route site, HttpServletRequest request) {
    var address = InetAddress.ofLiteral(request.getRemoteAddr());
    var userAgent = shortened(request.getHeader(HttpHeaders.USER_AGENT));
    return new Sender(visitors.of(site, address, userAgent), address, userAgent);
  }

  private static @Nullable String shortened(@Nullable String userAgent) {
    return userAgent == null || userAgent.length() <= MAX_USER_AGENT
        ? userAgent
        : userAgent.substring(0, MAX_USER_AGENT);
  }
}
