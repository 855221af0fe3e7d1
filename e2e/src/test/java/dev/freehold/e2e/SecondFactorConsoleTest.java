package dev.freehold.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.UUID;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** Codes, recovery codes and passkeys in a real browser. */
class SecondFactorConsoleTest {

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

  private void password(Person wanda) {
    wanda.open("/login");
    wanda.type("Email", email);
    wanda.type("Password", PASSWORD);
    wanda.page.keyboard().press("Enter");
  }

  private static void logOut(Person wanda) {
    wanda.page.locator(".menu.up summary").click();
    wanda.button("Log out").click();
    assertThat(wanda.page).hasTitle("Log in · Freehold");
  }

  /** What an authenticator app computes, by its own arithmetic (RFC 6238). */
  private static String code(String secret, int steps) {
    var bits = new StringBuilder();
    for (var c : secret.toCharArray()) {
      var five = Integer.toBinaryString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(c));
      bits.append("0".repeat(5 - five.length())).append(five);
    }
    var key = new byte[bits.length() / 8];
    for (int i = 0; i < key.length; i++) {
      key[i] = (byte) Integer.parseInt(bits.substring(i * 8, i * 8 + 8), 2);
    }
    try {
      var mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(key, "HmacSHA1"));
      long step = Instant.now().getEpochSecond() / 30 + steps;
      var hash = mac.doFinal(ByteBuffer.allocate(8).putLong(step).array());
      int number = ByteBuffer.wrap(hash, hash[19] & 0xf, 4).getInt() & 0x7fffffff;
      return "%06d".formatted(number % 1_000_000);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void anAuthenticatorAppIsSetUpAndAskedForAndARecoveryCodeTakesItsPlace() {
    try (var wanda = Person.stranger()) {
      signUp(wanda);
      var page = wanda.open("/console/account");
      wanda.link("Second factor").click();
      wanda.photograph("second-factor");
      wanda.link("Set up an app").click();
      assertThat(page.getByRole(AriaRole.IMG)).isVisible();
      wanda.photograph("second-factor-app");
      var secret = page.locator(".copy code").innerText().strip();
      wanda.type("Code", "000000");
      page.keyboard().press("Enter");
      assertThat(page.getByRole(AriaRole.ALERT)).containsText("is not the one that the app shows");
      wanda.type("Code", code(secret, -1));
      page.keyboard().press("Enter");
      assertThat(page.getByText("They are not shown again")).isVisible();
      wanda.photograph("recovery-codes");
      var recovery = page.locator(".copy code").innerText().strip().split("\n")[0];
      wanda.link("I have kept them").click();
      assertThat(page.locator("main")).containsText("10 of 10 are left");

      logOut(wanda);
      password(wanda);
      assertThat(page).hasTitle("One more step · Freehold");
      wanda.photograph("second-step");
      wanda.open("/console/members");
      assertThat(page).hasTitle("One more step · Freehold");
      wanda.type("Code", code(secret, -1));
      page.keyboard().press("Enter");
      assertThat(page.getByRole(AriaRole.ALERT)).containsText("was used before");
      wanda.type("Code", code(secret, 0));
      page.keyboard().press("Enter");
      page.waitForURL("**/console/members");

      logOut(wanda);
      password(wanda);
      wanda.type("Code", recovery);
      page.keyboard().press("Enter");
      page.waitForURL("**/console/**");
      wanda.open("/console/account/second-factor");
      assertThat(page.locator("main")).containsText("9 of 10 are left");
    }
  }

  /** An authenticator that Chromium plays, which verifies its owner and remembers passkeys. */
  private static CDPSession authenticator(Person person) {
    var session = person.context().newCDPSession(person.page);
    session.send("WebAuthn.enable");
    var options = new JsonObject();
    options.addProperty("protocol", "ctap2");
    options.addProperty("transport", "internal");
    options.addProperty("hasResidentKey", true);
    options.addProperty("hasUserVerification", true);
    options.addProperty("isUserVerified", true);
    options.addProperty("automaticPresenceSimulation", true);
    var request = new JsonObject();
    request.add("options", options);
    session.send("WebAuthn.addVirtualAuthenticator", request);
    return session;
  }

  @Test
  void aPasskeyFollowsThePasswordOrTakesItsPlace() {
    try (var wanda = Person.stranger()) {
      signUp(wanda);
      authenticator(wanda);
      var page = wanda.open("/console/account/second-factor");
      wanda.type("Name", "My laptop");
      wanda.button("Add a passkey").click();
      assertThat(page.getByText("They are not shown again")).isVisible();
      wanda.link("I have kept them").click();
      var row =
          page.getByRole(AriaRole.ROW).filter(new Locator.FilterOptions().setHasText("My laptop"));
      assertThat(row).containsText("Never");
      wanda.photograph("passkeys");

      logOut(wanda);
      password(wanda);
      assertThat(page).hasTitle("One more step · Freehold");
      wanda.button("Use a passkey").click();
      page.waitForURL("**/console/**");

      logOut(wanda);
      wanda.button("Log in with a passkey").click();
      page.waitForURL("**/console/**");
      wanda.open("/console/account/second-factor");
      assertThat(row).not().containsText("Never");

      row.getByRole(AriaRole.BUTTON).click();
      assertThat(page.getByText("The passkey was removed")).isVisible();
      logOut(wanda);
      wanda.button("Log in with a passkey").click();
      assertThat(
              page.getByRole(AriaRole.ALERT).filter(new Locator.FilterOptions().setVisible(true)))
          .containsText("could not be verified");
    }
  }

  @Test
  void anOrganisationThatRequiresItLeadsToSettingItUp() {
    try (var wanda = Person.stranger()) {
      signUp(wanda);
      var page = wanda.open("/console/security");
      wanda.button("Require a second factor").click();
      assertThat(page).hasURL(Pattern.compile(".*/console/account/second-factor"));
      assertThat(page.getByText("requires a second factor")).isVisible();
      wanda.open("/console/keys");
      assertThat(page.getByText("requires a second factor")).isVisible();
      authenticator(wanda);
      wanda.type("Name", "My laptop");
      wanda.button("Add a passkey").click();
      wanda.link("I have kept them").click();
      wanda.open("/console/keys");
      assertThat(page.locator("h1")).hasText("API keys");
    }
  }
}
