package dev.freehold.analytics.sites;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freehold.analytics.AnalyticsServer;
import dev.freehold.analytics.Http;
import dev.freehold.analytics.Stored;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Events from browsers, by the public key of a site. */
class CollectApiTest {

  private static final AnalyticsServer SERVER = AnalyticsServer.running();
  private static final String ORIGIN = "https://shop.example";
  private static final String CHROME =
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
          + " Chrome/126.0.0.0 Safari/537.36";
  private static final String VIEW = "{\"name\":\"page_view\",\"url\":\"https://shop.example/a\"}";
  private static final String PEOPLE = "select distinct person_id from {analytics_events}";

  private final AnalyticsServer.Tenant tenant = SERVER.newTenant();
  private final Site site = newSite(tenant);

  private static Site newSite(AnalyticsServer.Tenant tenant) {
    return SERVER
        .bean(Sites.class)
        .create(tenant.caller(), new SiteDraft("Shop", List.of("https://Shop.example:443")));
  }

  private static Http.Answer send(String key, String origin, String agent, String body) {
    var request =
        HttpRequest.newBuilder(URI.create(SERVER.url() + "/v1/collect/" + key))
            .header("Content-Type", "text/plain;charset=UTF-8")
            .header("User-Agent", agent)
            .POST(BodyPublishers.ofString(body));
    return new Http(SERVER.url(), "")
        .send(origin.isEmpty() ? request : request.header("Origin", origin));
  }

  private Http.Answer send(String body) {
    return send(site.siteKey(), ORIGIN, CHROME, body);
  }

  @Test
  void aPageViewArrivesWithoutAKeyThatIsSecret() {
    var answer = send(VIEW);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo(ORIGIN);
    assertThat(answer.header("Set-Cookie")).isEmpty();
    assertThat(
            Stored.texts(
                tenant,
                "select concat_ws(' ', name, host, path, browser, os, device, ip, channel)"
                    + " from {analytics_events}"))
        .containsExactly("page_view shop.example /a Chrome Windows desktop 127.0.0.0 direct");
  }

  @Test
  void aVisitorHasOneNameForADayAndASiteAndNoOther() {
    send(VIEW);
    send(VIEW);
    assertThat(Stored.texts(tenant, PEOPLE)).hasSize(1).first().asString().startsWith("visitor_");
    send(site.siteKey(), ORIGIN, "another browser", VIEW);
    assertThat(Stored.texts(tenant, PEOPLE)).hasSize(2);
    send(newSite(tenant).siteKey(), ORIGIN, CHROME, VIEW);
    assertThat(Stored.texts(tenant, PEOPLE)).hasSize(3);
    var other = SERVER.newTenant();
    send(newSite(other).siteKey(), ORIGIN, CHROME, VIEW);
    assertThat(Stored.texts(tenant, PEOPLE))
        .doesNotContainAnyElementsOf(Stored.texts(other, PEOPLE));
  }

  @Test
  void whoSaysWhoTheyAreIsTiedToTheVisitor() {
    send(VIEW);
    send("{\"kind\":\"identify\",\"person_id\":\"anna\",\"properties\":{\"plan\":\"pro\"}}");
    var visitor =
        Stored.texts(tenant, "select person_id from {analytics_events} where kind = 'track'");
    assertThat(
            Stored.texts(tenant, "select alias from {analytics_aliases} where person_id = 'anna'"))
        .isEqualTo(visitor);
  }

  @Test
  void onlyTheSitesPagesMaySend() {
    for (var origin : List.of("", "https://evil.example", "http://shop.example", "null")) {
      var answer = send(site.siteKey(), origin, CHROME, VIEW);
      assertThat(answer.status()).as(origin).isEqualTo(403);
      assertThat(answer.code()).isEqualTo("origin_not_allowed");
      assertThat(answer.header("Access-Control-Allow-Origin")).isEmpty();
    }
    assertThat(Stored.texts(tenant, PEOPLE)).isEmpty();
  }

  @Test
  void anUnknownKeyIsNothing() {
    for (var key : List.of("0123456789abcdef", "short", "x".repeat(16))) {
      assertThat(send(key, ORIGIN, CHROME, VIEW).code()).isEqualTo("site_not_found");
    }
  }

  @Test
  void anArchivedSiteTakesNothingUntilItIsRestored() {
    var sites = SERVER.bean(Sites.class);
    assertThat(send(VIEW).status()).isEqualTo(200);
    sites.archive(tenant.caller(), site.id());
    assertThat(send(VIEW).status()).isEqualTo(404);
    sites.restore(tenant.caller(), site.id());
    assertThat(send(VIEW).status()).isEqualTo(200);
  }

  @Test
  void theSitesOfAClosedTenantTakeNothing() {
    assertThat(send(VIEW).status()).isEqualTo(200);
    assertThat(SERVER.http(tenant).delete("/v1/tenant").status()).isEqualTo(204);
    await().atMost(Duration.ofSeconds(30)).until(() -> send(VIEW).status() == 404);
  }

  @Test
  void aChangeOnAnotherNodeIsSeenSoon() {
    var other = new SiteTable(SERVER.bean(dev.freehold.kernel.db.Databases.class));
    assertThat(other.find(site.siteKey())).isNotNull();
    SERVER.bean(Sites.class).archive(tenant.caller(), site.id());
    await().atMost(Duration.ofSeconds(30)).until(() -> other.find(site.siteKey()) == null);
  }

  @Test
  void aBodyLargerThanABeaconIsRefused() {
    var large = "{\"batch\":[" + " ".repeat(CollectApi.MAX_BYTES) + "]}";
    assertThat(send(large).code()).isEqualTo("body_too_large");
  }

  @Test
  void aFloodFromOneAddressIsSlowedDown() {
    var throttle = new CollectThrottle();
    for (int i = 0; i < CollectThrottle.PER_SITE_AND_ADDRESS; i++) {
      throttle.take("site", "203.0.113.1");
    }
    throttle.take("other", "203.0.113.1");
    throttle.take("site", "203.0.113.2");
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> throttle.take("site", "203.0.113.1"))
        .isInstanceOf(dev.freehold.kernel.error.LimitExceeded.class);
  }

  @Test
  void theScriptIsSmallAndCached() {
    var http = new Http(SERVER.url(), "");
    var script =
        http.send(HttpRequest.newBuilder(URI.create(SERVER.url() + ScriptPages.PATH)).GET());
    assertThat(script.status()).isEqualTo(200);
    assertThat(script.response().body()).hasSizeLessThan(ScriptPages.MAX_BYTES);
    assertThat(script.header("Content-Type")).startsWith("text/javascript");
    assertThat(script.header("Cache-Control")).isEqualTo("max-age=3600, public");
    assertThat(script.header("Set-Cookie")).isEmpty();
    assertThat(script.body()).doesNotContain("cookie =", "localStorage", "sessionStorage");
    var again =
        http.send(
            HttpRequest.newBuilder(URI.create(SERVER.url() + ScriptPages.PATH))
                .header("If-None-Match", script.header("ETag"))
                .GET());
    assertThat(again.status()).isEqualTo(304);
    assertThat(site.snippet())
        .isEqualTo(
            "<script defer src=\"http://localhost/js/freehold.js\" data-site=\""
                + site.siteKey()
                + "\"></script>");
  }

  @Test
  void sitesAreManagedOverTheApi() {
    var http = SERVER.http(tenant);
    var made =
        http.post(
            "/v1/analytics/sites",
            Map.of("name", "Docs", "origins", List.of("http://localhost:8080")));
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    var path = "/v1/analytics/sites/" + made.json().path("id").asString();
    assertThat(http.get("/v1/analytics/sites").json().path("rows")).hasSize(2);
    var changed = http.send("PATCH", path, Map.of("name", "Help"));
    assertThat(changed.json().path("name").asString()).isEqualTo("Help");
    assertThat(changed.json().path("origins").path(0).asString())
        .isEqualTo("http://localhost:8080");
    for (var bad : List.of("shop.example", "https://shop.example/", "ftp://shop.example", "*")) {
      var answer = http.post("/v1/analytics/sites", Map.of("name", "x", "origins", List.of(bad)));
      assertThat(answer.status()).as(bad).isEqualTo(422);
    }
    assertThat(SERVER.http(SERVER.newTenant()).get(path).code()).isEqualTo("site_not_found");
  }
}
