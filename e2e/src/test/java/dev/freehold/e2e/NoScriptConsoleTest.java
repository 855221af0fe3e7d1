package dev.freehold.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The console without JavaScript: plainer, and just as able. */
class NoScriptConsoleTest {

  private static final String APP = Program.demo().description().tenants().getFirst().appId();

  @Test
  void theReportShowsItsTablesAndObeysItsControls() {
    try (var owner = Person.ownerWithoutScripts()) {
      var page = owner.open("/console/attribution/credit?app=" + APP);
      owner.photograph("credit-without-scripts");
      assertThat(page.locator(".needs-script").first()).isHidden();
      owner.field("Model").selectOption("Last touch");
      owner.button("Show").click();
      assertThat(page.locator("#rows-heading")).hasText("Credit under last touch");
      assertThat(page).hasURL(Pattern.compile(".*model=last_touch.*"));
      page.getByText("Chart as a table").click();
      assertThat(page.locator("#models-data")).isVisible();
    }
  }

  @Test
  void formsAreSentRefusedAndAccepted() {
    try (var owner = Person.ownerWithoutScripts()) {
      var name = "Plain " + UUID.randomUUID();
      var page = owner.open("/console/attribution/apps/new");
      owner.type("Name", name);
      owner.type("Conversions", "9bad");
      page.keyboard().press("Enter");
      assertThat(page.getByRole(AriaRole.ALERT)).containsText("One field needs a change");
      owner.type("Conversions", "purchase");
      page.keyboard().press("Enter");
      assertThat(page.locator(".notice.good")).containsText(name);
      assertThat(page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Refresh")))
          .isVisible();
    }
  }
}
