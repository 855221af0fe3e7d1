package dev.freehold.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** API keys: made, shown once, used, revoked by typing the name. */
class ApiKeysConsoleTest {

  private static final Program PROGRAM = Program.demo();

  @Test
  void aKeyIsShownOnceWorksAndIsRevokedByTypingItsName() {
    try (var owner = Person.owner()) {
      var name = "Shop server " + UUID.randomUUID().toString().substring(0, 8);
      var page = owner.open("/console/keys/new");
      owner.type("Name", name);
      page.keyboard().press("Enter");
      assertThat(page.getByRole(AriaRole.ALERT)).containsText("at least one permission");
      assertThat(owner.field("Name")).hasValue(name);
      page.locator("input[value='attribution.apps:read']").check();
      owner.button("Create key").click();
      var key = page.getByRole(AriaRole.GROUP, named("API key")).textContent().strip();
      assertThat(key).startsWith("fh_live_");

      assertThat(ask(key, "apps")).isEqualTo(200);
      assertThat(ask(key, "events")).isEqualTo(403);
      owner.link("I have copied it").click();
      assertThat(page.content()).doesNotContain(key);

      row(page, name).getByRole(AriaRole.LINK).click();
      assertThat(owner.button("Revoke this key")).isDisabled();
      page.getByLabel("To go on, type").fill(name);
      owner.button("Revoke this key").click();
      assertThat(page.locator(".notice.good")).containsText(name);
      assertThat(row(page, name)).containsText("Revoked");
      assertThat(ask(key, "apps")).isEqualTo(401);
    }
  }

  private static int ask(String key, String what) {
    return PROGRAM.anonymous().withKey(key).get("/v1/attribution/" + what).status();
  }

  private static Locator row(Page page, String name) {
    return page.getByRole(AriaRole.ROW).filter(new Locator.FilterOptions().setHasText(name));
  }

  private static Page.GetByRoleOptions named(String name) {
    return new Page.GetByRoleOptions().setName(name);
  }
}
