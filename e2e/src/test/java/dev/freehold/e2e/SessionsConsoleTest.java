package dev.freehold.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Logging in and out, and signing up. */
class SessionsConsoleTest {

  private static final DemoFile.Tenant ACME = Program.demo().description().tenants().getFirst();

  @Test
  void whoeverWantedAPageGetsThereAfterTheLogin() {
    try (var person = Person.stranger()) {
      var page = person.open("/console/members");
      assertThat(page).hasTitle("Log in · Freehold");
      person.logIn(ACME.email(), ACME.password());
      assertThat(page).hasTitle("Members · Acme Shoes · Freehold");
    }
  }

  @Test
  void aWrongPasswordIsSaidAndTheEmailIsKept() {
    try (var person = Person.stranger()) {
      var page = person.open("/login");
      person.type("Email", ACME.email());
      person.type("Password", "not the password");
      page.keyboard().press("Enter");
      assertThat(page.getByRole(AriaRole.ALERT)).isVisible();
      assertThat(person.field("Email")).hasValue(ACME.email());
      assertThat(person.field("Password")).hasValue("");
      person.open("/console/members");
      assertThat(page).hasTitle("Log in · Freehold");
    }
  }

  @Test
  void loggingOutEndsTheSession() {
    try (var person = Person.stranger()) {
      var page = person.open("/login");
      person.logIn(ACME.email(), ACME.password());
      var session = person.context().cookies();
      page.getByText("Owner", new Page.GetByTextOptions().setExact(true)).click();
      person.button("Log out").click();
      assertThat(page).hasTitle("Log in · Freehold");
      person.context().addCookies(session);
      person.open("/console/members");
      assertThat(page).hasTitle("Log in · Freehold");
    }
  }

  @Test
  void anAddressOfAStrangerIsNotFollowedAfterTheLogin() {
    try (var person = Person.stranger()) {
      person.open("/login?next=https://evil.example/");
      person.logIn(ACME.email(), ACME.password());
      assertThat(person.page.url()).startsWith(Program.demo().url() + "/console/");
    }
  }

  @Test
  void aStrangerSignsUpAndIsToldHowToBegin() {
    try (var person = Person.stranger()) {
      var page = person.open("/signup");
      var name = "Wälnut " + UUID.randomUUID().toString().substring(0, 8);
      person.type("Email", ACME.email());
      person.type("Your name", "Wanda");
      person.type("Organisation", name);
      assertThat(person.field("Short name of the organisation"))
          .hasValue(name.toLowerCase(java.util.Locale.ROOT).replace('ä', 'a').replace(' ', '-'));

      person.type("Password", "short");
      page.keyboard().press("Enter");
      assertThat(page.getByRole(AriaRole.ALERT)).containsText("Password");
      assertThat(person.field("Password")).isFocused();
      assertThat(person.field("Your name")).hasValue("Wanda");

      person.type("Password", "four walnuts in a tree");
      page.keyboard().press("Enter");
      assertThat(page.getByRole(AriaRole.ALERT)).containsText("log in instead");
      assertThat(person.field("Email")).isFocused();

      person.type("Email", UUID.randomUUID() + "@walnut.example");
      person.type("Password", "four walnuts in a tree");
      page.keyboard().press("Enter");
      page.waitForURL("**/console/**");
      assertThat(page.getByText("send the first event")).isVisible();
      assertThat(page.locator(".side")).containsText(name);
      person.photograph("first-visit");
      person.link("Credit report").click();
      assertThat(page.getByText("First an app")).isVisible();
    }
  }
}
