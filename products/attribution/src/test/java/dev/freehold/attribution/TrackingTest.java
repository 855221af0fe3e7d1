package dev.freehold.attribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.eventstore.duckdb.DuckDbEventStore;
import dev.freehold.kernel.error.NotFound;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrackingTest {

  private static final AttributionServer SERVER = AttributionServer.running();

  private final AttributionServer.Tenant tenant = SERVER.newTenant();
  private final App app = SERVER.newApp(tenant);
  private final Http http = SERVER.http(tenant);

  @Test
  void aVisitorIsSentOnWithAClickIdAndTheClickIsKept() {
    var link = link("https://shop.example/sale?c={click_id}&from={campaign}");
    var answer = http.get("/t/" + link.code());
    assertThat(answer.status()).isEqualTo(302);
    assertThat(answer.header("Cache-Control")).contains("no-store");
    var clickId = clickId(answer);
    assertThat(answer.header("Location"))
        .isEqualTo("https://shop.example/sale?c=" + clickId + "&from=autumn");
    var click = latest().getFirst();
    assertThat(click.eventId()).isEqualTo(clickId);
    assertThat(click.type()).isEqualTo("click");
    assertThat(click.userId()).isEqualTo(clickId);
    assertThat(click.channel()).isEqualTo("email");
    assertThat(click.campaign()).isEqualTo("autumn");
  }

  @Test
  void twoClicksAreTwoEvenOfTheSamePerson() {
    var link = link("https://shop.example/");
    var first = http.get("/t/" + link.code() + "?user_id=anna");
    var second = http.get("/t/" + link.code() + "?user_id=anna");
    assertThat(first.header("Location")).isNotEqualTo(second.header("Location"));
    assertThat(latest()).hasSize(2).allMatch(click -> click.userId().equals("anna"));
  }

  @Test
  void aPersonWhoIsKnownOnlyLaterEarnsTheClickItsCredit() {
    var link = link("https://shop.example/");
    var clickId = clickId(http.get("/t/" + link.code()));
    var install =
        Sent.event(app, "install-1", "install", "anna", Instant.now(), "click_id", clickId);
    assertThat(http.post(EventsApi.PATH, List.of(install)).json().path("accepted").asInt()).isOne();
    var purchase = Sent.event(app, "buy-1", "purchase", "anna", Instant.now(), "revenue", "49.90");
    http.post(EventsApi.PATH, List.of(purchase));
    var rows =
        http.get("/v1/attribution/credit?model=last_touch&app_id=" + app.id() + "&to=" + soon())
            .json()
            .path("rows");
    assertThat(rows).hasSize(1);
    assertThat(rows.path(0).path("campaign").asString()).isEqualTo("autumn");
    assertThat(rows.path(0).path("conversions").asInt()).isEqualTo(2);
    assertThat(rows.path(0).path("revenue").asString()).isEqualTo("49.90");
    var journey = http.get("/v1/attribution/users/anna/journey?app_id=" + app.id());
    assertThat(journey.json().path("rows").findValuesAsString("event_id"))
        .containsExactly("buy-1", "install-1", clickId);
  }

  @Test
  void aClickBelongsToTheFirstWhoCarriedItsId() {
    var clickId = clickId(http.get("/t/" + link("https://shop.example/").code()));
    var now = Instant.now();
    http.post(
        EventsApi.PATH,
        List.of(
            Sent.event(app, "first", "purchase", "anna", now, "click_id", clickId),
            Sent.event(
                app, "second", "purchase", "berta", now.plusSeconds(1), "click_id", clickId)));
    assertThat(journeyOf("anna")).containsExactly("first", clickId);
    assertThat(journeyOf("berta")).containsExactly("second");
  }

  @Test
  void aViewOfTheImageIsAnImpression() {
    var link = link("https://shop.example/");
    var answer = http.get("/t/" + link.code() + "/i.gif?user_id=anna");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).isEqualTo("image/gif");
    assertThat(answer.header("Cache-Control")).contains("no-store");
    assertThat(answer.body()).startsWith("GIF89a");
    assertThat(latest().getFirst().type()).isEqualTo("impression");
    assertThat(latest().getFirst().userId()).isEqualTo("anna");
  }

  @ParameterizedTest
  @ValueSource(strings = {"?user_id=", "?user_id=%00", "?user_id=%0d%0aX-Evil:%20yes"})
  void anIdThatIsNoneDoesNotStopTheVisitor(String query) {
    var answer = http.get("/t/" + link("https://shop.example/").code() + query);
    assertThat(answer.status()).isEqualTo(302);
    assertThat(answer.response().headers().map()).doesNotContainKey("X-Evil");
    assertThat(latest().getFirst().userId()).isEqualTo(clickId(answer));
  }

  @Test
  void anUnknownCodeIsNotThere() {
    var tracking = SERVER.bean(Tracking.class);
    assertThatThrownBy(() -> tracking.click("nobodyHasIt1", null)).isInstanceOf(NotFound.class);
    assertThatThrownBy(() -> tracking.impression("nobodyHasIt1", null))
        .isInstanceOf(NotFound.class);
  }

  @Test
  void aStoreThatFailsCostsTheTouchButNotTheVisitor(@TempDir Path folder) {
    var link = link("https://shop.example/");
    var store = DuckDbEventStore.open(folder.resolve("events"), AttributionStreams.ALL);
    var metrics = new SimpleMeterRegistry();
    var tracking = new Tracking(SERVER.bean(LinkTable.class), store, Clock.systemUTC(), metrics);
    store.close();
    assertThat(tracking.click(link.code(), null)).startsWith("https://shop.example/?click_id=clk_");
    tracking.impression(link.code(), null);
    assertThat(metrics.counter("freehold.touches.lost").count()).isEqualTo(2);
  }

  private Link link(String destination) {
    return SERVER
        .bean(Links.class)
        .create(tenant.caller(), LinksTest.draft(app.id(), destination, "autumn"));
  }

  private List<SeenEvent> latest() {
    return SERVER.bean(Events.class).latest(tenant.caller(), app.id(), 10);
  }

  private List<String> journeyOf(String user) {
    return SERVER.bean(Journeys.class).of(tenant.caller(), app.id(), user, 10, null).rows().stream()
        .map(SeenEvent::eventId)
        .toList();
  }

  private static String clickId(Http.Answer redirect) {
    var query = URI.create(redirect.header("Location")).getQuery();
    return query.replaceFirst(".*(clk_[0-9a-f-]{36}).*", "$1");
  }

  private static Instant soon() {
    return Instant.now().plusSeconds(60);
  }
}
