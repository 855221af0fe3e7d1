package dev.freehold.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.util.HashMap;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Erasing a person by typing their id, and following it to its end. */
class ErasuresConsoleTest {

  private static final double JOB_LIMIT_MILLIS = 60_000;
  private static final Api API = Program.demo().acme();

  @Test
  void aPersonIsErasedAfterTheirIdWasTyped() {
    var app = API.newApp("Erasures");
    var person = "erase-" + UUID.randomUUID();
    var purchase = new HashMap<>(Api.purchase(app, UUID.randomUUID().toString()));
    purchase.put("user_id", person);
    assertThat(API.post(Api.EVENTS, List.of(purchase)).status()).isEqualTo(200);
    try (var owner = Person.owner()) {
      var journey = "/console/attribution/people?app=" + app + "&user_id=" + person;
      var page = owner.open(journey);
      assertThat(page.locator(".timeline")).containsText("purchase");
      owner.link("Erase this person").click();

      var erase = owner.button("Erase this person");
      assertThat(erase).isDisabled();
      page.getByLabel("To go on, type").fill(person.toUpperCase(java.util.Locale.ROOT));
      assertThat(erase).isDisabled();
      page.getByLabel("To go on, type").fill(person);
      erase.click();

      assertThat(page.getByText("Done. Nothing of this person is left."))
          .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(JOB_LIMIT_MILLIS));
      assertThat(page.locator("dl")).containsText("Events erased1");
      owner.photograph("erased");
      owner.open(journey);
      assertThat(page.locator("main")).containsText("No events of this person");
    }
  }

  @Test
  void aWrongIdErasesNothing() {
    try (var owner = Person.ownerWithoutScripts()) {
      var page = owner.open("/console/attribution/erasures/new?user_id=person-00001");
      page.getByLabel("To go on, type").fill("person-00002");
      owner.button("Erase this person").click();
      assertThat(page.getByRole(AriaRole.ALERT)).containsText("does not match");
      assertThat(page.getByLabel("To go on, type")).hasValue("person-00002");
    }
  }
}
