package dev.freehold.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.SameSiteAttribute;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the server says about its pages to the browser, and how much they weigh. */
class HeadersConsoleTest {

  private static final int MOST_BYTES = 200_000;
  private static final Program PROGRAM = Program.demo();
  private static final String APP = PROGRAM.description().tenants().getFirst().appId();

  @Test
  void pagesRunNothingButOurFilesAndStandInNobodysFrame() {
    for (var path : List.of("/login", "/console", "/nowhere", "/docs/errors")) {
      var headers = PROGRAM.anonymous().get(path).headers();
      assertThat(headers.firstValue("content-security-policy").orElseThrow())
          .contains("default-src 'none'", "script-src 'self';", "style-src 'self';")
          .contains("frame-ancestors 'none'", "form-action 'self'", "base-uri 'none'")
          .doesNotContain("unsafe");
      assertThat(headers.map())
          .containsEntry("x-content-type-options", List.of("nosniff"))
          .containsEntry("x-frame-options", List.of("DENY"))
          .containsEntry("referrer-policy", List.of("strict-origin-when-cross-origin"));
    }
  }

  @Test
  void pagesAreNotKeptByAnybody() {
    try (var owner = Person.owner()) {
      assertThat(owner.get("/console/members").headers().get("cache-control")).contains("no-store");
    }
  }

  @Test
  void scriptsReachNoCookieAndOtherSitesSendNone() {
    try (var owner = Person.owner()) {
      owner.open("/console/members");
      var cookies = owner.context().cookies();
      assertThat(cookies).extracting(cookie -> cookie.name).contains("fh_session", "fh_csrf");
      assertThat(cookies)
          .allSatisfy(
              cookie -> {
                assertThat(cookie.httpOnly).as(cookie.name).isTrue();
                assertThat(cookie.sameSite)
                    .as(cookie.name)
                    .isIn(SameSiteAttribute.LAX, SameSiteAttribute.STRICT);
              });
      assertThat(owner.page.evaluate("document.cookie")).isEqualTo("");
    }
  }

  @Test
  void aPageWeighsLittleAndItsFilesAreKeptForAYear() {
    try (var owner = Person.owner()) {
      var answers = new ArrayList<com.microsoft.playwright.Response>();
      owner.page.onResponse(answers::add);
      owner.open("/console/attribution/credit?app=" + APP);
      owner.awaitCharts();
      int bytes = 0;
      for (var answer : answers) {
        assertThat(answer.status()).as(answer.url()).isEqualTo(200);
        if (answer.url().contains("/assets/")) {
          assertThat(answer.headers().get("cache-control"))
              .as(answer.url())
              .contains("max-age=31536000", "public", "immutable");
        }
        if (!answer.url().contains("echarts") && !answer.url().startsWith("data:")) {
          bytes += answer.body().length;
        }
      }
      assertThat(answers).hasSizeGreaterThan(4);
      assertThat(bytes).isBetween(20_000, MOST_BYTES);
    }
  }

  @Test
  void nothingMovesWhileAPageLoads() {
    try (var owner = Person.owner()) {
      owner.page.addInitScript(
          """
          window.moved = 0;
          new PerformanceObserver((list) => {
            for (const shift of list.getEntries()) window.moved += shift.value;
          }).observe({ type: "layout-shift", buffered: true });
          """);
      for (var path : List.of("credit", "live", "links", "apps")) {
        owner.open("/console/attribution/" + path + "?app=" + APP);
        owner.awaitCharts();
        var moved = (Number) owner.page.evaluate("window.moved");
        assertThat(moved.doubleValue()).as(path).isLessThan(0.02);
      }
    }
  }

  @Test
  void whatIsTypedIsNeverMarkup() {
    var app = PROGRAM.acme().newApp("<img src=x onerror=alert(1)>");
    try (var owner = Person.owner()) {
      var page = owner.open("/console/attribution/credit?app=" + app);
      assertThat(page.content()).contains("&lt;img src=x").doesNotContain("<img");
      owner.open("/console/search?q=" + "%22%3E%3Cscript%3Ealert(1)%3C/script%3E");
      assertThat(page.locator("main script").count()).isZero();
    } finally {
      PROGRAM.acme().send("PUT", "/v1/attribution/apps/" + app + "/archive", Map.of());
    }
  }
}
