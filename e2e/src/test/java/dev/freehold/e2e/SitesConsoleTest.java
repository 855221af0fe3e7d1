package dev.freehold.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.options.AriaRole;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A site is made, its snippet put into pages of another origin, and what visitors do arrives. */
class SitesConsoleTest {

  private static final Program PROGRAM = Program.demo();
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final String PAGE =
      "<!doctype html><html lang=en><title>Shop</title><link rel=icon href=data:,>%s<h1>Shop</h1>";

  private HttpServer shop;
  private String head = "";

  /** The shop: a server of its own, so a foreign origin. */
  @BeforeEach
  void openShop() throws IOException {
    shop = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    shop.createContext(
        "/",
        exchange -> {
          var page = PAGE.formatted(head).getBytes(UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "text/html;charset=utf-8");
          exchange.sendResponseHeaders(200, page.length);
          exchange.getResponseBody().write(page);
          exchange.close();
        });
    shop.start();
  }

  @AfterEach
  void closeShop() {
    shop.stop(0);
  }

  private String origin() {
    return "http://127.0.0.1:" + shop.getAddress().getPort();
  }

  @Test
  void whatVisitorsOfAForeignPageDoArrives() {
    try (var owner = Person.owner()) {
      owner.context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
      var page = owner.open("/console/analytics/sites");
      owner.link("New site").click();
      owner.type("Name", "Foreign shop");
      owner.type("Addresses", "shop");
      page.keyboard().press("Enter");
      assertThat(page.getByRole(AriaRole.ALERT)).containsText("Addresses");
      owner.type("Addresses", origin());
      page.keyboard().press("Enter");
      assertThat(page.locator(".notice.good")).containsText("Foreign shop");
      owner.photograph("sites");
      owner.button("Copy: Snippet of Foreign shop").click();
      assertThat(page.locator("#live")).hasText("Copied");
      head = (String) page.evaluate("navigator.clipboard.readText()");
      assertThat(head).contains(PROGRAM.url() + "/js/freehold.js");
    }
    try (var visitor = Person.stranger()) {
      head = "<script>window.freehold = [['track', 'early']]</script>" + head;
      visitor.page.navigate(origin() + "/sale?utm_source=news&utm_medium=email");
      visitor.page.waitForFunction("() => window.freehold.identify");
      visitor.page.evaluate(
          """
          () => {
            history.pushState({}, "", "/cart");
            freehold.track("added", {sku: "a-1"}, 12.5);
            freehold.identify("visitor-17", {plan: "pro"});
            freehold.group("acme");
          }
          """);
      visitor.page.navigate("about:blank");
      assertThat(visitor.context().cookies()).isEmpty();
    }
    var path = "/v1/analytics/people/visitor-17";
    await().atMost(LIMIT).until(() -> PROGRAM.acme().get(path).text().contains("acme"));
    assertThat(PROGRAM.acme().get(path).text())
        .contains("early", "page_view", "/sale", "/cart", "added", "news", "email");
  }
}
