package dev.freehold.attribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.kernel.error.Invalid;
import dev.freehold.kernel.error.NotFound;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JourneysTest {

  private static final AttributionServer SERVER = AttributionServer.running();

  private final AttributionServer.Tenant tenant = SERVER.newTenant();
  private final App app = SERVER.newApp(tenant);
  private final Journeys journeys = SERVER.bean(Journeys.class);
  private final Instant now = Instant.now();

  @Test
  void aJourneyIsWhatAPersonDidNewestFirst() {
    send(
        new Sent(app)
            .click("click", "anna", now.minusSeconds(60), "autumn")
            .purchase("buy", "anna", now, "1.00")
            .click("other", "berta", now, "autumn"));
    assertThat(journey("anna")).containsExactly("buy", "click");
    assertThat(journey("nobody")).isEmpty();
  }

  @Test
  void pagesFollowEachOtherAlsoThroughEventsOfTheSameMoment() {
    var sent = new Sent(app);
    var expected = new ArrayList<String>();
    for (int i = 0; i < 9; i++) {
      sent.click("event-" + i, "anna", now.minusSeconds(i / 3), "autumn");
    }
    for (int second = 0; second < 3; second++) {
      for (int i = 2; i >= 0; i--) {
        expected.add("event-" + (second * 3 + i));
      }
    }
    send(sent);
    var seen = new ArrayList<String>();
    @Nullable String cursor = null;
    do {
      var page = journeys.of(tenant.caller(), app.id(), "anna", 2, cursor);
      page.rows().forEach(event -> seen.add(event.eventId()));
      cursor = page.nextCursor();
    } while (cursor != null);
    assertThat(seen).isEqualTo(expected);
  }

  @Test
  void theAppIsTheOneInWhichThePersonWasSeenLast() {
    var other = SERVER.newApp(tenant);
    send(new Sent(app).click("1", "anna", now.minusSeconds(60), "autumn"));
    send(new Sent(other).click("2", "anna", now, "autumn"));
    assertThat(journeys.appOf(tenant.caller(), "anna")).contains(other.id());
    assertThat(journeys.appOf(tenant.caller(), "nobody")).isEmpty();
    var answer = SERVER.http(tenant).get("/v1/attribution/users/anna/journey").json();
    assertThat(answer.path("rows").findValuesAsString("event_id")).containsExactly("2");
  }

  @Test
  void anotherTenantsPersonOfTheSameNameIsSomebodyElse() {
    send(new Sent(app).click("1", "anna", now, "autumn"));
    var other = SERVER.newTenant();
    assertThat(journeys.appOf(other.caller(), "anna")).isEmpty();
    assertThatThrownBy(() -> journeys.of(other.caller(), app.id(), "anna", 10, null))
        .isInstanceOf(NotFound.class);
    assertThat(SERVER.http(other).get("/v1/attribution/users/anna/journey").json().path("rows"))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "!", "KzEwMDAwMDAwMC0wMS0wMVQwMDowMDowMFogeA", "MjAyNg"})
  void aCursorThatWasNotGivenOutIsRefused(String cursor) {
    assertThatThrownBy(() -> journeys.of(tenant.caller(), app.id(), "anna", 10, cursor))
        .isInstanceOf(Invalid.class)
        .extracting(failure -> ((Invalid) failure).code().code())
        .isEqualTo("invalid_cursor");
  }

  private void send(Sent sent) {
    SERVER.bean(Events.class).acceptArray(tenant.caller(), sent.json());
  }

  private List<String> journey(String user) {
    return journeys.of(tenant.caller(), app.id(), user, 100, null).rows().stream()
        .map(SeenEvent::eventId)
        .toList();
  }
}
