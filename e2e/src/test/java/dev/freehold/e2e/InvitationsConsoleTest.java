package dev.freehold.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Asking somebody in, their joining, and keeping them out again. */
class InvitationsConsoleTest {

  private static final String PASSWORD = "a moth in the relay";

  private final String name = "Grace " + UUID.randomUUID().toString().substring(0, 8);
  private final String email = name.replace(' ', '.').toLowerCase(Locale.ROOT) + "@acme.example";

  /** Without a mail server the one who invites is shown the link. */
  private String invite(Person owner) {
    owner.open("/console/members");
    owner.link("Invite").click();
    owner.type("Email", email);
    owner.page.getByLabel("Role").selectOption("viewer");
    owner.page.keyboard().press("Enter");
    assertThat(owner.page.getByText("It is not shown again")).isVisible();
    owner.photograph("invitation-made");
    return owner.page.locator(".copy code").innerText().strip();
  }

  private void join(Person grace, String link) {
    grace.open(link.substring(link.indexOf("/join/")));
    assertThat(grace.page.locator("main")).containsText("asks " + email + " to join Acme Shoes");
    grace.photograph("join");
    grace.type("Your name", name);
    grace.type("Password", PASSWORD);
    grace.page.keyboard().press("Enter");
    grace.page.waitForURL("**/console/**");
  }

  private Locator row(Person owner) {
    return owner.page.getByRole(AriaRole.ROW).filter(new Locator.FilterOptions().setHasText(email));
  }

  @Test
  void somebodyIsInvitedJoinsIsSuspendedComesBackAndIsRemoved() {
    try (var owner = Person.owner();
        var grace = Person.stranger()) {
      var link = invite(owner);
      join(grace, link);
      assertThat(grace.page.locator(".side")).containsText("Acme Shoes");
      assertThat(grace.get(link.substring(link.indexOf("/join/"))).status()).isEqualTo(404);

      owner.open("/console/members");
      row(owner).getByRole(AriaRole.LINK).click();
      owner.page.getByLabel("Role").selectOption("admin");
      owner.button("Save").click();
      assertThat(row(owner)).containsText("Admin");
      grace.open("/console/keys");
      assertThat(grace.page.locator("h1")).hasText("API keys");

      row(owner).getByRole(AriaRole.LINK).click();
      owner.button("Suspend").click();
      assertThat(row(owner)).containsText("Suspended");
      grace.open("/console/keys");
      assertThat(grace.page).hasTitle("Log in · Freehold");

      row(owner).getByRole(AriaRole.LINK).click();
      owner.button("Let in again").click();
      assertThat(row(owner)).not().containsText("Suspended");
      grace.open("/console/keys");
      assertThat(grace.page.locator("h1")).hasText("API keys");

      row(owner).getByRole(AriaRole.LINK).click();
      owner.link("Remove").click();
      owner.type("To go on, type " + email, email);
      owner.button("Remove this member").click();
      assertThat(row(owner)).hasCount(0);
      grace.open("/console/keys");
      assertThat(grace.page).hasTitle("Log in · Freehold");
      grace.type("Email", email);
      grace.type("Password", PASSWORD);
      grace.page.keyboard().press("Enter");
      assertThat(grace.page.getByRole(AriaRole.ALERT)).containsText("in no organisation");
    }
  }

  @Test
  void aRevokedLinkOpensNothing() {
    try (var owner = Person.owner();
        var grace = Person.stranger()) {
      var link = invite(owner);
      owner.link("I have sent it").click();
      row(owner)
          .getByRole(AriaRole.BUTTON)
          .filter(new Locator.FilterOptions().setHasText("Revoke"))
          .click();
      assertThat(row(owner)).containsText("Revoked");
      grace.open(link.substring(link.indexOf("/join/")), 404);
    }
  }

  @Test
  void theOnlyOwnerIsToldWhyTheyCannotGo() {
    try (var owner = Person.owner()) {
      owner.open("/console/members/leave");
      owner.type("To go on, type leave", "leave");
      owner.button("Leave this organisation").click();
      assertThat(owner.page.getByRole(AriaRole.ALERT)).containsText("only active owner");
    }
  }

  @Test
  void aViewerWhoSendsTheFormsAnywayIsRefused() {
    try (var viewer = Person.viewer()) {
      for (var path :
          List.of(
              "/console/invitations",
              "/console/invitations/email-domains",
              "/console/members/" + UUID.randomUUID(),
              "/console/members/" + UUID.randomUUID() + "/suspension",
              "/console/members/" + UUID.randomUUID() + "/ownership")) {
        var form = Map.of("email", email, "role", "owner");
        assertThat(viewer.post(path, form).status()).as(path).isEqualTo(403);
      }
    }
  }
}
