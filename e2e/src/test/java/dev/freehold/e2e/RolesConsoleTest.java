package dev.freehold.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A role of one's own: made, changed, and not deleted by a slip. */
class RolesConsoleTest {

  @Test
  void aRoleIsMadeChangedAndDeleted() {
    try (var owner = Person.owner()) {
      var name = "Campaign team " + UUID.randomUUID().toString().substring(0, 8);
      var page = owner.open("/console/roles");
      owner.photograph("roles");
      owner.open("/console/roles/new");
      page.keyboard().press("Enter");
      owner.button("Save role").click();
      assertThat(page.getByRole(AriaRole.ALERT)).isVisible();
      owner.type("Name", name);
      page.locator("input[value='attribution.links:write']").check();
      owner.button("Save role").click();
      var row = page.getByRole(AriaRole.ROW).filter(new Locator.FilterOptions().setHasText(name));
      assertThat(row).containsText("1 permission");

      owner.link("Edit " + name).click();
      assertThat(page.locator("input[value='attribution.links:write']")).isChecked();
      page.locator("input[value='attribution.links:read']").check();
      owner.button("Save role").click();
      assertThat(row).containsText("2 permissions");

      owner.link("Edit " + name).click();
      owner.photograph("role");
      owner.link("Delete").click();
      page.getByLabel("To go on, type").fill(name);
      owner.button("Delete this role").click();
      assertThat(row).hasCount(0);
    }
  }
}
