package dev.freehold.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A project: made, given a key and an app, paused, archived and taken back. */
class ProjectsConsoleTest {

  private static final Program PROGRAM = Program.demo();

  private final String name = "Web shop " + UUID.randomUUID().toString().substring(0, 8);

  @Test
  void aProjectIsMadeItsKeyReachesItAloneAndAPauseStopsTheKey() {
    try (var owner = Person.owner()) {
      var page = owner.open("/console/projects/new");
      owner.type("Name", name);
      page.locator("#per_minute").fill("many");
      owner.button("Create project").click();
      assertThat(page.getByRole(AriaRole.ALERT)).containsText("whole number");
      page.locator("#per_minute").fill("600");
      page.locator("#settings").fill("{\"region\": \"eu\"}");
      owner.button("Create project").click();
      assertThat(page.locator("dl")).containsText("600 per minute");
      assertThat(page.getByLabel("Settings").first()).containsText("region");

      owner.link("New key").click();
      owner.type("Name", "Key of " + name);
      page.locator("input[value='attribution.apps:read']").check();
      owner.button("Create key").click();
      var key = page.getByRole(AriaRole.GROUP, named("API key")).textContent().strip();
      assertThat(ask(key))
          .contains("200")
          .doesNotContain(PROGRAM.description().tenants().getFirst().appId());

      owner.open("/console/projects");
      owner.link(name).click();
      assertThat(page.getByLabel("Keys of this project")).containsText("Key of " + name);
      owner.photograph("project");
      owner.look(Person.NARROW, ColorScheme.LIGHT);
      owner.photograph("project-narrow");
      owner.look(Person.WIDE, ColorScheme.LIGHT);
      pause(owner, page);
      assertThat(ask(key)).contains("project_paused");
      owner.button("Resume").click();
      assertThat(page.locator("dl")).containsText("Active");
      assertThat(ask(key)).contains("200");
    }
  }

  private void pause(Person owner, Page page) {
    owner.link("Pause").click();
    assertThat(owner.button("Pause this project")).isDisabled();
    page.getByLabel("To go on, type").fill(name);
    owner.photograph("project-pause");
    owner.button("Pause this project").click();
    assertThat(page.locator("dl")).containsText("Paused");
  }

  @Test
  void anArchivedProjectIsOutOfTheListUntilItIsAskedFor() {
    try (var owner = Person.owner()) {
      var page = owner.open("/console/projects/new");
      owner.type("Name", name);
      owner.button("Create project").click();
      owner.link("Archive").click();
      page.getByLabel("To go on, type").fill(name);
      owner.button("Archive this project").click();
      assertThat(page.locator("main")).not().containsText("Archived");
      assertThat(page.getByRole(AriaRole.LINK, exactly(name))).hasCount(0);
      owner.link("With archived ones").click();
      owner.link(name).click();
      owner.button("Restore").click();
      assertThat(page.locator("dl")).containsText("Paused");
      owner.link("Edit").click();
      page.locator("#description").fill("Back again");
      owner.button("Save").click();
      assertThat(page.locator("main")).containsText("Back again");
    }
  }

  private static Page.GetByRoleOptions named(String name) {
    return new Page.GetByRoleOptions().setName(name);
  }

  private static Page.GetByRoleOptions exactly(String name) {
    return named(name).setExact(true);
  }

  /** The status and body of a request with this key. */
  private static String ask(String key) {
    var answer = PROGRAM.anonymous().withKey(key).get("/v1/attribution/apps");
    return answer.status() + " " + answer.text();
  }
}
