package dev.freehold.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.freehold.provider.TestProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Single sign-on set up by an owner, and a person's first login through the provider's own form.
 */
class SsoConsoleTest {

  private static final String PASSWORD = "four lanterns at the gate";

  @TempDir Path folder;

  private Program serve(TestProvider provider, NameServer names) throws IOException {
    var settings = folder.resolve("settings.properties");
    Files.writeString(
        settings,
        """
        freehold.url=http://localhost:${server.port}
        freehold.outbound.allowed=%s
        freehold.outbound.name-server=%s
        """
            .formatted(provider.allowed(), names.address()));
    return Program.serve(folder.resolve("data"), "--config", settings.toString()).ready();
  }

  private static void signUp(Person owner) {
    owner.open("/signup");
    owner.type("Email", "olga@lantern.example");
    owner.type("Your name", "Olga");
    owner.type("Organisation", "Lantern");
    owner.type("Password", PASSWORD);
    owner.page.keyboard().press("Enter");
    owner.page.waitForURL("**/console/**");
  }

  private static void setUp(Person owner, TestProvider provider, String secret) {
    owner.open("/console/sso");
    owner.type("Issuer", provider.issuer());
    owner.type("Client ID", "lantern");
    owner.type("Client secret", secret);
    owner.button("Save").click();
    assertThat(owner.page.locator(".notice.good")).containsText("Saved");
  }

  private static void prove(Person owner, NameServer names) {
    owner.type("Domain", "lantern.example");
    owner.button("Claim domain").click();
    var row = owner.page.getByRole(AriaRole.ROW).last();
    owner.button("Check the record of lantern.example").click();
    assertThat(owner.page.getByRole(AriaRole.ALERT)).containsText("no TXT record");
    owner.photograph("sso-claimed");
    names.put(
        owner.field("Name of the record of lantern.example").innerText().strip(),
        owner.field("Value of the record of lantern.example").innerText().strip());
    owner.button("Check the record of lantern.example").click();
    assertThat(row).containsText("Proven");
  }

  private static void atProvider(Person person) {
    var page = person.page;
    page.waitForURL("**/login*");
    page.locator("input[name=username]").fill("lena");
    page.locator("input[name=password]").fill(TestProvider.PASSWORD);
    page.locator("button[type=submit]").click();
  }

  private static void lookAtIt(Person owner) {
    for (var light : new ColorScheme[] {ColorScheme.LIGHT, ColorScheme.DARK}) {
      for (var width : new int[] {Person.WIDE, Person.NARROW}) {
        owner.look(width, light);
        owner.photograph("sso-" + width + "-" + light.name().toLowerCase(java.util.Locale.ROOT));
        int overflow =
            (int)
                owner.page.evaluate(
                    "document.documentElement.scrollWidth - document.documentElement.clientWidth");
        assertThat(overflow).as("at " + width).isNotPositive();
        assertThat(new AxeBuilder(owner.page).analyze().getViolations()).isEmpty();
      }
    }
    owner.look(Person.WIDE, ColorScheme.LIGHT);
  }

  @Test
  void aPersonLogsInThroughTheProviderAndLandsInTheConsoleOfHerTenant() throws IOException {
    try (var provider = new TestProvider();
        var names = new NameServer();
        var program = serve(provider, names);
        var owner = Person.strangerAt(program);
        var lena = Person.strangerAt(program)) {
      signUp(owner);
      setUp(owner, provider, TestProvider.SECRET);
      provider.client("lantern", owner.page.locator("#redirect").innerText().strip());
      provider.person("lena", "lena@lantern.example");
      owner.button("Test the provider").click();
      assertThat(owner.page.locator(".notice.good")).containsText("answers as it should");
      prove(owner, names);
      lookAtIt(owner);

      lena.open("/login");
      lena.photograph("sso-login");
      lena.type("Email", "lena@lantern.example");
      lena.page.keyboard().press("Enter");
      atProvider(lena);
      lena.page.waitForURL(program.url() + "/console/**");
      lena.photograph("sso-landed");
      assertThat(lena.page.locator(".side")).containsText("Lantern");
      lena.open("/console/account", 403);
      lena.photograph("sso-account");

      owner.open("/console/members");
      assertThat(owner.page.locator("main")).containsText("lena@lantern.example");
    }
  }

  @Test
  void whatIsWrongIsSaidWhereItIs() throws IOException {
    try (var provider = new TestProvider();
        var names = new NameServer();
        var program = serve(provider, names);
        var owner = Person.strangerAt(program);
        var lena = Person.strangerAt(program)) {
      signUp(owner);
      owner.open("/console/sso");
      owner.type("Issuer", "https://localhost:1");
      owner.type("Client ID", "lantern");
      owner.button("Save").click();
      assertThat(owner.page.getByRole(AriaRole.ALERT)).containsText("Client secret must be given");
      setUp(owner, provider, "not the secret");
      provider.client("lantern", owner.page.locator("#redirect").innerText().strip());
      provider.person("lena", "lena@lantern.example");

      lena.open("/login/sso/lantern");
      atProvider(lena);
      assertThat(lena.page.getByRole(AriaRole.ALERT))
          .containsText("Check the client id and secret");
      lena.photograph("sso-wrong-secret");

      owner.link("Remove").click();
      owner.type("To go on, type lantern", "lantern");
      owner.button("Remove the provider").click();
      assertThat(owner.page.locator(".notice.good")).containsText("Single sign-on is over");
    }
  }
}
