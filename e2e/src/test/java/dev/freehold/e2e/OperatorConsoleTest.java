package dev.freehold.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The operator keeps a tenant out and lets it in again, and acts as one of its members. */
class OperatorConsoleTest {

  private static final DemoFile.Operator OPERATOR = Program.demo().description().operator();
  private static final String PASSWORD = "a moth in the relay";

  private final String slug = "op-" + UUID.randomUUID().toString().substring(0, 8);
  private final String name = "Borealis " + slug;

  private void signUp(Person owner) {
    owner.open("/signup");
    owner.type("Your name", "Grace Hopper");
    owner.type("Email", "grace@" + slug + ".example");
    owner.type("Password", PASSWORD);
    owner.type("Organisation", name);
    owner.page.locator("#tenant_slug").fill(slug);
    owner.page.keyboard().press("Enter");
    owner.page.waitForURL("**/console/**");
  }

  private static void logIn(Person operator) {
    operator.open("/login");
    operator.logIn(OPERATOR.email(), OPERATOR.password());
  }

  private Page tenant(Person operator) {
    operator.open("/console/operator/tenants?search=" + slug);
    operator.link(name).click();
    assertThat(operator.page.locator("h1")).hasText(name);
    return operator.page;
  }

  @Test
  void theOpenPageOfASuspendedTenantIsRefusedUntilItIsRestored() {
    try (var owner = Person.stranger();
        var operator = Person.stranger()) {
      signUp(owner);
      owner.open("/console/members");
      logIn(operator);
      var page = tenant(operator);
      operator.link("Suspend").click();
      operator.button("Suspend").click();
      assertThat(page.locator(".notice.bad")).containsText("Reason must have");
      operator.type("Reason", "The invoice of May is unpaid.");
      operator.button("Suspend").click();
      assertThat(page.locator(".notice.warn")).containsText("The invoice of May is unpaid.");

      var refused = owner.page.reload();
      assertThat(refused.status()).isEqualTo(403);
      assertThat(owner.page.locator("main")).containsText("is suspended");
      owner.photograph("suspended-1280");
      owner.look(Person.NARROW, ColorScheme.LIGHT);
      owner.photograph("suspended-390");

      operator.button("Restore").click();
      assertThat(page.locator(".notice.good")).containsText("may come in again");
      owner.open("/console/members");
      assertThat(owner.page.locator("main")).containsText("Grace Hopper");

      operator.link("Remove").click();
      operator.type("Reason", "They left.");
      operator.type("To go on, type " + slug, slug);
      operator.button("Remove").click();
      assertThat(page.locator(".notice.warn")).containsText("It is erased after");
      operator.photograph("operator-tenant-removing");
      operator.button("Cancel the removal").click();
      assertThat(page.locator(".notice.good")).containsText("may come in again");
    }
  }

  @Test
  void theOperatorActsAsAMemberUnderABannerAndTheTenantReadsOfIt() {
    try (var owner = Person.stranger();
        var operator = Person.stranger()) {
      signUp(owner);
      logIn(operator);
      var page = tenant(operator);
      operator.link("Act as somebody").click();
      operator.type("Reason", "Ticket 7");
      operator.button("Begin").click();
      var banner = page.getByLabel("Acting as somebody else");
      assertThat(banner).containsText("Operator acts as Grace Hopper until");
      operator.open("/console/members");
      assertThat(page.locator("main")).containsText("Grace Hopper");
      for (int width : new int[] {Person.WIDE, Person.NARROW}) {
        operator.look(width, ColorScheme.LIGHT);
        assertThat(banner).isVisible();
        operator.photograph("impersonation-banner-" + width);
      }
      operator.look(Person.WIDE, ColorScheme.LIGHT);
      operator.open("/console/keys/new", 403);
      assertThat(page.locator("main")).containsText("only they may do");
      operator.open("/console/members");
      operator.button("End").click();
      assertThat(page.locator("h1")).hasText(name);
      assertThat(banner).hasCount(0);

      owner.open("/console/impersonations");
      assertThat(owner.page.locator("table")).containsText("Ticket 7");
      owner.photograph("impersonations-1280");
      owner.look(Person.NARROW, ColorScheme.LIGHT);
      owner.photograph("impersonations-390");
    }
  }
}
