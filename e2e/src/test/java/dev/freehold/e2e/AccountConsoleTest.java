package dev.freehold.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What people do with their own account. */
class AccountConsoleTest {

  private static final String PASSWORD = "four walnuts in a tree";

  private final String email = UUID.randomUUID() + "@walnut.example";

  private void signUp(Person wanda) {
    wanda.open("/signup");
    wanda.type("Email", email);
    wanda.type("Your name", "Wanda");
    wanda.type("Organisation", "Walnut " + UUID.randomUUID().toString().substring(0, 8));
    wanda.type("Password", PASSWORD);
    wanda.page.keyboard().press("Enter");
    wanda.page.waitForURL("**/console/**");
  }

  private static Locator sessions(Person person) {
    return person.page.locator("tbody tr", new Page.LocatorOptions().setHasText("Chrome on Linux"));
  }

  @Test
  void aPasswordIsChangedAndEveryOtherSessionEnds() {
    try (var here = Person.stranger();
        var elsewhere = Person.stranger()) {
      signUp(here);
      elsewhere.open("/login");
      elsewhere.logIn(email, PASSWORD);
      here.open("/console/account");
      assertThat(sessions(here)).hasCount(2);
      here.photograph("account");

      here.type("Current password", "not it");
      here.type("New password", "five walnuts in a tree");
      here.page.keyboard().press("Enter");
      assertThat(here.page.getByRole(AriaRole.ALERT)).containsText("is not your password");

      here.type("Current password", PASSWORD);
      here.type("New password", "1qaz2wsx3edc");
      here.page.keyboard().press("Enter");
      assertThat(here.page.getByRole(AriaRole.ALERT)).containsText("attackers try first");

      here.type("Current password", PASSWORD);
      here.type("New password", "five walnuts in a tree");
      here.page.keyboard().press("Enter");
      assertThat(here.page.getByText("signed out everywhere else")).isVisible();
      elsewhere.open("/console/account");
      assertThat(elsewhere.page).hasTitle("Log in · Freehold");
      elsewhere.logIn(email, "five walnuts in a tree");
    }
  }

  @Test
  void aSessionElsewhereIsEnded() {
    try (var here = Person.stranger();
        var elsewhere = Person.stranger()) {
      signUp(here);
      elsewhere.open("/login");
      elsewhere.logIn(email, PASSWORD);
      here.open("/console/account");
      here.button("Sign out everywhere else").click();
      assertThat(here.page.getByText("You are signed out everywhere else")).isVisible();
      elsewhere.open("/console/account");
      assertThat(elsewhere.page).hasTitle("Log in · Freehold");
    }
  }

  @Test
  void withoutAMailServerTheOperatorHandsOnTheLinkForANewPassword() {
    try (var person = Person.stranger();
        var operator = Person.operator()) {
      signUp(person);
      person.open("/password/forgot");
      person.type("Email", email);
      person.button("Ask for a link").click();
      assertThat(person.page.locator("main")).containsText("whoever runs this installation");

      var row = operator.page.locator("tr", new Page.LocatorOptions().setHasText(email));
      await()
          .pollInSameThread()
          .untilAsserted(
              () -> {
                operator.open("/console/operator/links");
                assertThat(row).hasCount(1);
              });
      row.getByRole(AriaRole.BUTTON).first().click();
      var link = operator.page.locator(".copy code").innerText().strip();
      operator.photograph("unsent-links-1280");
      operator.look(Person.NARROW, ColorScheme.LIGHT);
      operator.photograph("unsent-links-390");

      person.open(link.substring(link.indexOf("/password/reset/")));
      assertThat(person.page.locator("main")).containsText("password");
    }
  }
}
