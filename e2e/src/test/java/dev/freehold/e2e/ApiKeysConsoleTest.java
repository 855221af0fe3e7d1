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

      owner.link("Revoke " + name).click();
      page.getByLabel("Reason").fill("Seen in a log file");
      assertThat(owner.button("Revoke this key")).isDisabled();
      page.getByLabel("To go on, type").fill(name);
      owner.button("Revoke this key").click();
      owner.link(name).click();
      assertThat(page.locator("dl")).containsText("Seen in a log file");
      assertThat(page.locator("dl")).containsText("Revoked");
      assertThat(ask(key, "apps")).isEqualTo(401);
    }
  }

  @Test
  void aKeyIsRolledWithoutAMomentWithoutOne() {
    try (var owner = Person.owner()) {
      var name = "Worker " + UUID.randomUUID().toString().substring(0, 8);
      var page = owner.open("/console/keys/new");
      owner.type("Name", name);
      page.locator("input[value='attribution.apps:read']").check();
      owner.button("Create key").click();
      var old = page.getByRole(AriaRole.GROUP, named("API key")).textContent().strip();
      owner.link("I have copied it").click();

      owner.link("Roll " + name).click();
      owner.photograph("key-roll");
      page.getByLabel("The old key ends").selectOption("3600");
      owner.button("Make the new key").click();
      var successor = page.getByRole(AriaRole.GROUP, named("API key")).textContent().strip();
      assertThat(ask(old, "apps")).isEqualTo(200);
      assertThat(ask(successor, "apps")).isEqualTo(200);
      owner.link("I have copied it").click();
      row(page, name).first().getByRole(AriaRole.LINK).first().click();
      owner.photograph("key");
      assertThat(page.locator("dl")).containsText("in the place of an older key");
    }
  }

  @Test
  void aTestKeySeesTheSandboxAndSoDoesItsMember() {
    try (var owner = Person.owner()) {
      var page = owner.open("/console/keys/new");
      owner.type("Name", "Trying things out");
      page.getByLabel("Data", new Page.GetByLabelOptions().setExact(true)).selectOption("test");
      page.locator("input[value='attribution.apps:read']").check();
      owner.button("Create key").click();
      var key = page.getByRole(AriaRole.GROUP, named("API key")).textContent().strip();
      assertThat(key).startsWith("fh_test_");
      var apps = PROGRAM.anonymous().withKey(key).get("/v1/attribution/apps");
      assertThat(apps.json().path("rows").isEmpty()).isTrue();
      owner.open("/console/members");
      assertThat(page.locator(".side")).containsText("Sandbox");
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
