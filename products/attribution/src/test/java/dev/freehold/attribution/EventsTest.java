package dev.freehold.attribution;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.kernel.batch.BatchAnswer;
import dev.freehold.kernel.batch.RejectedRow;
import dev.freehold.kernel.error.NotFound;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EventsTest {

  private static final AttributionServer SERVER = AttributionServer.running();

  private final AttributionServer.Tenant tenant = SERVER.newTenant();
  private final App app = SERVER.newApp(tenant);
  private final Events events = SERVER.bean(Events.class);
  private final Instant now = Instant.now();

  @Test
  void anEventCountsOnceHoweverOftenItIsSent() {
    var batch =
        new Sent(app).purchase("1", "anna", now, "1.00").purchase("2", "anna", now, "2.00").json();
    assertThat(events.acceptArray(tenant.caller(), batch))
        .isEqualTo(new BatchAnswer(2, 0, List.of()));
    assertThat(events.acceptArray(tenant.caller(), batch))
        .isEqualTo(new BatchAnswer(0, 2, List.of()));
    assertThat(latest(10)).hasSize(2);
  }

  @Test
  void anEventThatIsTwiceInABatchCountsOnce() {
    var batch =
        new Sent(app).purchase("1", "anna", now, "1.00").purchase("1", "berta", now, "9.00").json();
    assertThat(events.acceptArray(tenant.caller(), batch))
        .isEqualTo(new BatchAnswer(1, 1, List.of()));
    assertThat(latest(10)).singleElement().extracting(SeenEvent::userId).isEqualTo("anna");
  }

  @Test
  void clientsWhoSendTheSameAtTheSameTimeAreCountedOnce() throws Exception {
    var batch =
        Http.JSON.writeValueAsBytes(
            IntStream.range(0, 100)
                .mapToObj(i -> Sent.event(app, "event-" + i, "open", "anna", now))
                .toList());
    try (var clients = Executors.newFixedThreadPool(4)) {
      var sent =
          IntStream.range(0, 8)
              .mapToObj(_ -> clients.submit(() -> events.acceptArray(tenant.caller(), batch)))
              .toList();
      int accepted = 0;
      for (var answer : sent) {
        accepted += answer.get().accepted();
        assertThat(answer.get().accepted() + answer.get().duplicates()).isEqualTo(100);
      }
      assertThat(accepted).isEqualTo(100);
    }
  }

  @Test
  void theSameIdOfAnotherTenantIsAnotherEvent() {
    var other = SERVER.newTenant();
    var theirs = SERVER.newApp(other);
    var answers =
        List.of(
            events.acceptArray(
                tenant.caller(), new Sent(app).purchase("1", "anna", now, "1.00").json()),
            events.acceptArray(
                other.caller(), new Sent(theirs).purchase("1", "anna", now, "2.00").json()));
    assertThat(answers).containsOnly(new BatchAnswer(1, 0, List.of()));
    assertThat(latest(10)).singleElement().extracting(SeenEvent::revenue).isEqualTo("1.00");
    assertThat(events.latest(other.caller(), theirs.id(), 10))
        .singleElement()
        .extracting(SeenEvent::revenue)
        .isEqualTo("2.00");
  }

  @Test
  void anEventForAnotherTenantsAppIsRejected() {
    var other = SERVER.newTenant();
    var answer =
        events.acceptArray(other.caller(), new Sent(app).purchase("1", "anna", now, "1.00").json());
    assertThat(answer.accepted()).isZero();
    assertThat(answer.rejected()).extracting(RejectedRow::code).containsExactly("app_not_found");
    assertThat(latest(10)).isEmpty();
    assertThatThrownBy(() -> events.latest(other.caller(), app.id(), 10))
        .isInstanceOf(NotFound.class);
  }

  @Test
  void anArchivedAppTakesNoEvents() {
    SERVER.bean(Apps.class).archive(tenant.caller(), app.id());
    var answer =
        events.acceptArray(tenant.caller(), new Sent(app).purchase("1", "a", now, "1.00").json());
    assertThat(answer.rejected()).extracting(RejectedRow::code).containsExactly("app_archived");
  }

  @Test
  void theLatestEventsAreThoseOfTheLastDayNewestFirst() {
    var batch =
        new Sent(app)
            .click("old", "anna", now.minus(Duration.ofHours(25)), "autumn")
            .click("second", "anna", now.minus(Duration.ofHours(23)), "autumn")
            .purchase("first", "anna", now.minusSeconds(1), "3.50")
            .json();
    events.acceptArray(tenant.caller(), batch);
    assertThat(latest(10)).extracting(SeenEvent::eventId).containsExactly("first", "second");
    assertThat(latest(1)).extracting(SeenEvent::eventId).containsExactly("first");
    assertThat(latest(1).getFirst().revenue()).isEqualTo("3.50");
  }

  @Test
  void theSameEventAsALineOfJsonIsADuplicate() {
    var event = Sent.event(app, "1", "open", "größer 😀", now);
    events.acceptArray(tenant.caller(), new Sent(app).add(event).json());
    var line = (Http.JSON.writeValueAsString(event) + "\r\n").getBytes(UTF_8);
    assertThat(events.acceptLines(tenant.caller(), line))
        .isEqualTo(new BatchAnswer(0, 1, List.of()));
    assertThat(latest(1).getFirst().userId()).isEqualTo("größer 😀");
  }

  private List<SeenEvent> latest(int limit) {
    return events.latest(tenant.caller(), app.id(), limit);
  }
}
