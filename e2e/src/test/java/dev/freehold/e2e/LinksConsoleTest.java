package dev.freehold.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Links: made, copied, followed, seen in the live events, archived. */
class LinksConsoleTest {

  private static final Program PROGRAM = Program.demo();

  @Test
  void aLinkIsMadeCopiedFollowedAndItsClickIsSeen() {
    var app = PROGRAM.acme().newApp("Links");
    var campaign = "spring-" + UUID.randomUUID().toString().substring(0, 8);
    try (var owner = Person.owner()) {
      owner.context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
      var page = owner.open("/console/attribution/links?app=" + app);
      assertThat(page.getByText("No links yet")).isVisible();
      owner.photograph("links-empty");
      owner.link("New link").click();
      owner.field("Name").fill("Spring mail");
      owner.field("Destination").fill("ftp://shop.example/");
      owner.field("Channel").fill("email");
      owner.field("Campaign").fill(campaign);
      page.keyboard().press("Enter");
      assertThat(page.getByRole(AriaRole.ALERT)).containsText("Destination");
      owner.field("Destination").fill("https://shop.example/?c={click_id}");
      page.keyboard().press("Enter");
      assertThat(page.locator(".notice.good")).containsText("Spring mail");

      owner.button("Copy: Address of Spring mail").click();
      assertThat(page.locator("#live")).hasText("Copied");
      var address = (String) page.evaluate("navigator.clipboard.readText()");
      assertThat(address).startsWith(PROGRAM.url() + "/t/");

      var live = owner.context().newPage();
      live.navigate("/console/attribution/live?app=" + app);
      assertThat(live.getByText("No events in the last day")).isVisible();
      follow(address);
      assertThat(live.getByRole(AriaRole.ROW).nth(1)).containsText(campaign);
      follow(address);
      assertThat(live.getByRole(AriaRole.ROW)).hasCount(3);
      live.locator("[data-tail-pause]").click();
      assertThat(live.locator(".tail-state")).hasText("Paused");
      live.close();

      owner.button("Archive Spring mail").click();
      assertThat(page.locator(".notice.good")).containsText("leads nowhere now");
      assertThat(PROGRAM.anonymous().get(path(address)).status()).isEqualTo(404);
      owner.button("Restore Spring mail").click();
      assertThat(page.locator(".notice.good")).containsText("works again");
      follow(address);
    }
  }

  private static void follow(String address) {
    var answer = PROGRAM.anonymous().get(path(address));
    assertThat(answer.status()).as(answer.toString()).isEqualTo(302);
    assertThat(answer.header("Location")).startsWith("https://shop.example/?c=clk_");
  }

  private static String path(String address) {
    return address.substring(PROGRAM.url().length());
  }
}
