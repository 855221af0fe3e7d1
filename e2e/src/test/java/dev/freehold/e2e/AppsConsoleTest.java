package dev.freehold.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Apps: made with mistakes mended, changed, archived and taken back. */
class AppsConsoleTest {

  @Test
  void anAppIsMadeChangedArchivedAndRestored() {
    try (var owner = Person.owner()) {
      var name = "Shop " + UUID.randomUUID().toString().substring(0, 8);
      var page = owner.open("/console/attribution/apps");
      owner.link("New app").click();
      assertThat(owner.field("Time zone")).hasValue("Europe/Berlin");
      owner.field("Conversions").fill("9bad");
      owner.field("Currency").fill("usd");
      page.keyboard().press("Enter");

      var errors = page.getByRole(AriaRole.ALERT);
      assertThat(errors).containsText("2 fields need a change");
      assertThat(owner.field("Name")).isFocused();
      assertThat(owner.field("Conversions")).hasValue("9bad");
      assertThat(owner.field("Currency")).hasValue("usd");
      owner.photograph("app-with-errors");
      errors.getByText("Conversions").click();
      assertThat(owner.field("Conversions")).isFocused();

      owner.field("Name").fill(name);
      owner.field("Conversions").fill("purchase, lead");
      page.keyboard().press("Enter");
      assertThat(page).hasURL(java.util.regex.Pattern.compile(".*/live\\?app=.*"));
      assertThat(page.locator(".notice.good")).containsText(name);
      assertThat(owner.field("Command")).containsText("curl ");
      owner.photograph("live-without-events");

      owner.open("/console/attribution/apps");
      assertThat(row(page, name)).containsText("USD");
      edit(page, name);
      owner.field("Clicks count for, in days").fill("1.5");
      owner.button("Save").click();
      assertThat(row(page, name)).containsText("36 hours");
      edit(page, name);
      owner.button("Archive " + name).click();
      assertThat(row(page, name)).containsText("Archived");
      edit(page, name);
      owner.button("Restore " + name).click();
      assertThat(row(page, name)).not().containsText("Archived");
    }
  }

  @Test
  void whoeverChangedAnAppMeanwhileIsNotOverwritten() {
    var api = Program.demo().acme();
    var app = api.newApp("Contested " + UUID.randomUUID());
    try (var owner = Person.owner()) {
      var page = owner.open("/console/attribution/apps/" + app);
      owner.field("Name").fill("Mine");
      var change =
          api.send("PATCH", "/v1/attribution/apps/" + app, java.util.Map.of("name", "Theirs"));
      org.assertj.core.api.Assertions.assertThat(change.status()).isEqualTo(200);
      owner.button("Save").click();
      assertThat(page.getByRole(AriaRole.ALERT)).isVisible();
      assertThat(owner.field("Name")).hasValue("Mine");
    }
  }

  private static void edit(Page page, String name) {
    row(page, name)
        .getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName("Edit"))
        .click();
  }

  private static Locator row(Page page, String name) {
    return page.getByRole(AriaRole.ROW).filter(new Locator.FilterOptions().setHasText(name));
  }
}
