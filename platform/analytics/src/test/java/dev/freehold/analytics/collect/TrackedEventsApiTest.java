package dev.freehold.analytics.collect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.analytics.AnalyticsServer;
import dev.freehold.analytics.Http;
import dev.freehold.analytics.Stored;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class TrackedEventsApiTest {

  private static final AnalyticsServer SERVER = AnalyticsServer.running();
  private static final String NAMES = "select name from {analytics_events} order by name";

  private final AnalyticsServer.Tenant tenant = SERVER.newTenant();
  private final Http http = SERVER.http(tenant);

  private static Map<String, Object> event(String id, String name) {
    return Map.of("event_id", id, "name", name, "person_id", "anna");
  }

  @Test
  void whatIsSentIsThereWhenItIsAnswered() {
    var answer = http.post(TrackedEventsApi.PATH, event("1", "opened"));
    assertThat(answer.body()).isEqualTo("{\"accepted\":1,\"duplicates\":0,\"rejected\":[]}");
    assertThat(Stored.texts(tenant, NAMES)).containsExactly("opened");
  }

  @Test
  void aRetryCountsOnceIfItsEventsHaveIds() {
    var batch = Map.of("batch", List.of(event("1", "opened"), event("2", "closed")));
    http.post(TrackedEventsApi.PATH, batch);
    var again = http.post(TrackedEventsApi.PATH, batch);
    assertThat(again.body()).isEqualTo("{\"accepted\":0,\"duplicates\":2,\"rejected\":[]}");
    assertThat(Stored.texts(tenant, NAMES)).containsExactly("closed", "opened");

    var nameless = Map.of("name", "again", "person_id", "anna");
    http.post(TrackedEventsApi.PATH, nameless);
    http.post(TrackedEventsApi.PATH, nameless);
    assertThat(Stored.texts(tenant, NAMES)).contains("again", "again");
  }

  @Test
  void goodEventsAreKeptWhenOthersAreBad() {
    var answer =
        http.post(
            TrackedEventsApi.PATH,
            List.of(event("1", "opened"), Map.of("nmae", "typo"), event("2", "closed")));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("accepted").asInt()).isEqualTo(2);
    var rejected = answer.json().path("rejected").path(0);
    assertThat(rejected.path("index").asInt()).isOne();
    assertThat(rejected.path("code").asString()).isEqualTo("unknown_event_field");
    assertThat(rejected.path("field").asString()).isEqualTo("nmae");
  }

  @Test
  void linesComeZipped() throws IOException {
    var lines = new String(Http.JSON.writeValueAsBytes(event("1", "opened")), UTF_8) + "\n";
    var zipped = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(zipped)) {
      out.write(lines.getBytes(UTF_8));
    }
    var answer =
        http.send(
            http.request(TrackedEventsApi.PATH)
                .header("Content-Type", "application/x-ndjson")
                .header("Content-Encoding", "gzip")
                .POST(BodyPublishers.ofByteArray(zipped.toByteArray())));
    assertThat(answer.json().path("accepted").asInt()).as(answer.body()).isOne();
  }

  @Test
  void anotherTenantSeesNothingOfIt() {
    http.post(TrackedEventsApi.PATH, event("1", "opened"));
    assertThat(Stored.texts(SERVER.newTenant(), NAMES)).isEmpty();
  }

  @Test
  void aWholeAddressIsNeverKept() {
    http.post(
        TrackedEventsApi.PATH,
        Map.of("event_id", "1", "name", "x", "person_id", "anna", "ip", "203.0.113.178"));
    assertThat(Stored.texts(tenant, "select ip from {analytics_events}"))
        .containsExactly("203.0.113.0");
    assertThat(Stored.filesWith("203.0.113.178")).isEmpty();
  }

  @Test
  void whatCannotBeReadIsRefused() {
    var broken =
        http.send(
            http.request(TrackedEventsApi.PATH)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("[{")));
    assertThat(broken.status()).isEqualTo(400);
    assertThat(broken.code()).isEqualTo("invalid_json");
    var nobody = new Http(SERVER.url(), "").post(TrackedEventsApi.PATH, List.of());
    assertThat(nobody.status()).isEqualTo(401);
  }
}
