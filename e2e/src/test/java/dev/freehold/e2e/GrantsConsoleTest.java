package dev.freehold.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.SelectOption;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Somebody is let into one app alone, the console says why, and it is taken back. */
class GrantsConsoleTest {

  @Test
  void aKeyIsLetIntoOneAppAndOutAgain() {
    try (var owner = Person.owner()) {
      var key = "Grants " + UUID.randomUUID().toString().substring(0, 8);
      var page = owner.open("/console/keys/new");
      owner.type("Name", key);
      page.locator("input[value='attribution.credit:read']").check();
      owner.button("Create key").click();

      owner.open("/console/access/grants/new");
      owner.button("Give").click();
      assertThat(page.getByRole(AriaRole.ALERT)).isVisible();
      var who = key + " (key)";
      page.getByLabel("Who").selectOption(new SelectOption().setLabel(who));
      page.locator("input[value='attribution.links:write']").check();
      owner.photograph("grant");
      owner.button("Give").click();
      var row = page.getByRole(AriaRole.ROW).filter(new Locator.FilterOptions().setHasText(who));
      assertThat(row).containsText("attribution.links:write");
      owner.photograph("grants");

      owner.link("Who may what?").click();
      page.getByLabel("May").selectOption(new SelectOption().setLabel(who));
      page.getByLabel("do this").selectOption("attribution.links:write");
      owner.button("Ask").click();
      assertThat(page.getByRole(AriaRole.STATUS).first())
          .containsText("No role, scope or grant holds it.");
      page.getByLabel("with").selectOption(new SelectOption().setIndex(1));
      owner.button("Ask").click();
      assertThat(page.getByRole(AriaRole.STATUS).first()).containsText("holds it");
      owner.photograph("access-why");

      owner.open("/console/access");
      owner.button("Take back from " + who).click();
      assertThat(row).hasCount(0);
    }
  }
}
