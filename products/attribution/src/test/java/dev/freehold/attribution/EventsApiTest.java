package dev.freehold.attribution;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.kernel.batch.BatchBody;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventsApiTest {

  private static final AttributionServer SERVER = AttributionServer.running();

  private final AttributionServer.Tenant tenant = SERVER.newTenant();
  private final App app = SERVER.newApp(tenant);
  private final Http http = SERVER.http(tenant);

  @Test
  void aBatchComesAsAnArray() {
    var answer = http.post(EventsApi.PATH, List.of(event(), event()));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{\"accepted\":2,\"duplicates\":0,\"rejected\":[]}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/x-ndjson", "application/x-ndjson; charset=utf-8"})
  void aBatchComesAsLines(String type) {
    var lines = Http.JSON.writeValueAsString(event()) + "\n\n" + "{broken\n";
    var answer = send(lines.getBytes(UTF_8), type, "identity");
    assertThat(answer.json().path("accepted").asInt()).isOne();
    assertThat(answer.json().path("rejected").path(0).path("index").asInt()).isOne();
    assertThat(answer.json().path("rejected").path(0).path("code").asString())
        .isEqualTo("invalid_event");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "GZIP"})
  void aBatchComesZipped(String encoding) throws IOException {
    var zipped = gzip(Http.JSON.writeValueAsBytes(List.of(event(), event(), event())));
    var answer = send(zipped, "application/json", encoding);
    assertThat(answer.json().path("accepted").asInt()).as(answer.body()).isEqualTo(3);
  }

  @Test
  void aBodyThatUnfoldsBeyondTheLimitIsRefused() throws IOException {
    var blanks = new byte[(int) BatchBody.MAX_BYTES + 1];
    Arrays.fill(blanks, (byte) ' ');
    refused(send(gzip(blanks), "application/json", "gzip"), 413, "body_too_large");
    refused(send(blanks, "application/json", "identity"), 413, "body_too_large");
  }

  @Test
  void aBodyOfTheLimitIsTaken() {
    var body = new byte[(int) BatchBody.MAX_BYTES];
    Arrays.fill(body, (byte) ' ');
    body[0] = '[';
    body[body.length - 1] = ']';
    assertThat(send(body, "application/json", "identity").status()).isEqualTo(200);
  }

  @Test
  void whatCannotBeUnzippedIsRefused() throws IOException {
    var zipped = gzip(Http.JSON.writeValueAsBytes(List.of(event())));
    refused(
        send(Arrays.copyOf(zipped, zipped.length - 9), "application/json", "gzip"),
        400,
        "invalid_json");
    refused(send("hello".getBytes(UTF_8), "application/json", "gzip"), 400, "invalid_json");
    refused(send(zipped, "application/json", "br"), 415, "unsupported_media_type");
    refused(send(zipped, "text/csv", "gzip"), 415, "unsupported_media_type");
  }

  @Test
  void theLatestEventsCanBeWatched() {
    http.post(EventsApi.PATH, List.of(event(), event(), event()));
    var address = EventsApi.PATH + "?app_id=" + app.id();
    assertThat(http.get(address).json().path("rows")).hasSize(3);
    assertThat(http.get(address + "&limit=2").json().path("rows")).hasSize(2);
    refused(http.get(address + "&limit=501"), 400, "invalid_parameter");
    refused(http.get(EventsApi.PATH), 400, "invalid_parameter");
    refused(http.get(EventsApi.PATH + "?app_id=" + UUID.randomUUID()), 404, "app_not_found");
    refused(SERVER.http(SERVER.newTenant()).get(address), 404, "app_not_found");
  }

  @Test
  void nobodySendsEventsWithoutAKey() {
    refused(new Http(SERVER.url(), "").post(EventsApi.PATH, List.of()), 401, "unauthenticated");
  }

  private Object event() {
    return Sent.event(app, UUID.randomUUID().toString(), "open", "anna", Instant.now());
  }

  private Http.Answer send(byte[] body, String type, String encoding) {
    return http.send(
        http.request(EventsApi.PATH)
            .header("Content-Type", type)
            .header("Content-Encoding", encoding)
            .POST(BodyPublishers.ofByteArray(body)));
  }

  private static void refused(Http.Answer answer, int status, String code) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.code()).isEqualTo(code);
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    var zipped = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(zipped)) {
      out.write(plain);
    }
    return zipped.toByteArray();
  }
}
