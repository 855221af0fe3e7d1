package dev.freehold.e2e;

import static dev.freehold.e2e.Bodies.gzip;
import static dev.freehold.e2e.Bodies.json;
import static dev.freehold.e2e.Bodies.nested;
import static dev.freehold.e2e.Bodies.utf8;
import static dev.freehold.e2e.Bodies.with;
import static dev.freehold.e2e.Bodies.withRaw;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Hostile batches of events: a clear answer, the good events kept, and life goes on. */
class BadInputTest {

  private static final String JSON = "application/json";
  private static final String LINES = "application/x-ndjson";
  private static final Program PROGRAM = Program.demo();
  private static final Api API = PROGRAM.acme();
  private static final String APP = API.newApp("Bad input");

  @AfterEach
  void theNextBatchIsTaken() {
    assertThat(API.post(Api.EVENTS, List.of(good())).json().path("accepted").asInt()).isOne();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void aBatchThatCannotBeReadIsRefusedWhole(
      String name, int status, String code, byte[] body, String type, String encoding) {
    var request =
        API.request(Api.EVENTS)
            .header("Content-Type", type)
            .header("Content-Encoding", encoding)
            .POST(BodyPublishers.ofByteArray(body));
    var answer = API.send(request);
    assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
    assertThat(answer.code()).isEqualTo(code);
    assertThat(answer.field("detail")).isNotBlank();
  }

  static Stream<Arguments> aBatchThatCannotBeReadIsRefusedWhole() {
    var zipped = gzip(json(List.of(good())));
    return Stream.of(
        batch("cut off", 400, "invalid_json", utf8("[{\"event_id\":")),
        batch("not a number", 400, "invalid_json", utf8("[{\"revenue\":NaN}]")),
        batch("an object", 400, "invalid_json", json(good())),
        batch("null", 400, "invalid_json", utf8("null")),
        batch("nothing", 400, "invalid_json", new byte[0]),
        batch("something behind the array", 400, "invalid_json", utf8("[] x")),
        batch("two arrays", 400, "invalid_json", utf8("[] []")),
        batch("10,000 levels", 400, "invalid_json", utf8("[" + deep() + "]")),
        batch("no UTF-8", 400, "invalid_json", new byte[] {'[', '"', (byte) 0xc3, '(', '"', ']'}),
        batch("UTF-16", 400, "invalid_json", deepless().getBytes(UTF_16LE)),
        batch("UTF-16 with its mark", 400, "invalid_json", deepless().getBytes(UTF_16)),
        batch("10,001 events", 413, "too_many_events", json(goods(10_001))),
        batch("11 MB", 413, "body_too_large", utf8("[" + " ".repeat(11_000_000) + "]")),
        batch("a gzip bomb", 413, "body_too_large", gzip(new byte[50_000_000]), "gzip"),
        batch("half a gzip", 400, "invalid_json", Arrays.copyOf(zipped, 20), "gzip"),
        batch("gzip without end", 400, "invalid_json", Arrays.copyOf(zipped, 90), "gzip"),
        batch("gzip garbage", 400, "invalid_json", utf8("hello"), "gzip"),
        batch("empty gzip", 400, "invalid_json", new byte[0], "gzip"),
        batch("an unknown encoding", 415, "unsupported_media_type", zipped, "br"),
        arguments("text", 415, "unsupported_media_type", utf8("[]"), "text/plain", "identity"),
        arguments("no type", 415, "unsupported_media_type", utf8("[]"), "nonsense", "identity"));
  }

  private static Arguments batch(String name, int status, String code, byte[] body) {
    return batch(name, status, code, body, "identity");
  }

  private static Arguments batch(
      String name, int status, String code, byte[] body, String encoding) {
    return arguments(name, status, code, body, JSON, encoding);
  }

  @ParameterizedTest(name = "{0} {2}")
  @MethodSource
  void aBadEventIsRejectedByItselfAndTheGoodOnesAroundItAreKept(
      String code, String field, String bad) {
    var first = withRaw(good(), "campaign", "\"first\"");
    var last = withRaw(good(), "campaign", "\"last\"");
    onlyTheSecondIsRejected(send("[" + first + "," + bad + "," + last + "]", JSON), code, field);
    onlyTheSecondIsRejected(
        send(
            withRaw(good(), "creative", "\"one\"")
                + "\r\n\n"
                + bad
                + "\n"
                + withRaw(good(), "creative", "\"two\""),
            LINES),
        code,
        field);
  }

  private static void onlyTheSecondIsRejected(Answer answer, String code, String field) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    var document = answer.json();
    assertThat(document.path("accepted").asInt()).as(answer.toString()).isEqualTo(2);
    assertThat(document.path("rejected")).hasSize(1);
    var rejected = document.path("rejected").path(0);
    assertThat(rejected.path("index").asInt()).isOne();
    assertThat(rejected.path("code").asString()).as(answer.toString()).isEqualTo(code);
    assertThat(rejected.path("field").asString("")).isEqualTo(field);
    assertThat(rejected.path("message").asString()).isNotBlank();
  }

  static Stream<Arguments> aBadEventIsRejectedByItselfAndTheGoodOnesAroundItAreKept() {
    var now = Instant.now();
    var foreign = PROGRAM.description().tenants().getLast().appId();
    return Stream.of(
        arguments("invalid_event", "", "null"),
        arguments("invalid_event", "", "[[]]"),
        arguments("invalid_event", "", "\"event\""),
        arguments("missing_field", "event_id", "{}"),
        bad("invalid_field", "revenue", 12.5),
        arguments("invalid_field", "revenue", withRaw(unpaid(), "revenue", "1e400")),
        bad("invalid_revenue", "revenue", "1e400"),
        bad("invalid_revenue", "revenue", "NaN"),
        bad("invalid_revenue", "revenue", "1,5"),
        bad("invalid_revenue", "revenue", "9".repeat(40)),
        bad("invalid_revenue", "revenue", "0.0000001"),
        bad("invalid_field", "event_id", 17),
        bad("invalid_field", "event_id", ""),
        bad("invalid_field", "event_id", "x".repeat(129)),
        bad("invalid_field", "event_id", "nul\u0000"),
        bad("invalid_field", "user_id", "bell\u0007"),
        bad("invalid_field", "user_id", "line\nfeed"),
        bad("invalid_field", "user_id", "x".repeat(5_000_000)),
        arguments("invalid_field", "user_id", withRaw(good(), "user_id", "\"half \\ud800\"")),
        bad("invalid_field", "type", "1st"),
        bad("invalid_field", "type", List.of("purchase")),
        bad("invalid_field", "app_id", "mine"),
        bad("app_not_found", "app_id", UUID.randomUUID().toString()),
        bad("app_not_found", "app_id", foreign),
        bad("invalid_field", "occurred_at", "yesterday"),
        bad("invalid_field", "occurred_at", "2026-02-30T00:00:00Z"),
        bad("invalid_field", "occurred_at", 1_767_225_600),
        bad("occurred_in_future", "occurred_at", now.plus(Duration.ofMinutes(6)).toString()),
        bad("occurred_in_future", "occurred_at", "+1000000000-12-31T23:59:59.999999999Z"),
        bad("occurred_too_long_ago", "occurred_at", now.minus(Duration.ofDays(36)).toString()),
        bad("currency_mismatch", "currency", "USD"),
        bad("unknown_event_field", "colour", "red"),
        arguments(
            "unknown_event_field",
            "c".repeat(64) + "…",
            withRaw(good(), "c".repeat(200), "\"red\"")),
        bad("properties_too_large", "properties", Map.of("text", "x".repeat(4_096))),
        bad("invalid_field", "properties", "text"));
  }

  private static Arguments bad(String code, String field, Object value) {
    return arguments(code, field, new String(json(with(good(), field, value)), UTF_8));
  }

  @Test
  void aBrokenLineDoesNotHarmItsNeighbours() {
    var lines = List.of("{\"broken", "}", deep(), "\u0000", "{} {}");
    for (var line : lines) {
      var answer = send(line(good()) + "\n" + line + "\n" + line(good()), LINES);
      assertThat(answer.json().path("accepted").asInt()).as(answer.toString()).isEqualTo(2);
      assertThat(answer.json().path("rejected").path(0).path("code").asString())
          .isEqualTo("invalid_event");
    }
  }

  @Test
  void anEmptyArrayIsNothingAndNoMistake() {
    assertThat(send("[]", JSON).text())
        .isEqualTo("{\"accepted\":0,\"duplicates\":0,\"rejected\":[]}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "fh_live_nonsense", "x", "Bearer"})
  void aGarbledKeyIsNobody(String key) {
    refusesKey(key);
  }

  @Test
  void aKeyWithOneWrongLetterIsNobody() {
    var key = String.valueOf(API.key());
    var last = key.charAt(key.length() - 1) == '0' ? '1' : '0';
    refusesKey(key.substring(0, key.length() - 1) + last);
    refusesKey(key + "x");
  }

  @Test
  void anExpiredKeyIsNobody() {
    var soon = Instant.now().plus(Duration.ofSeconds(3));
    var made =
        API.post(
            "/v1/api-keys",
            Map.of("name", "Brief", "scopes", List.of("*"), "expires_at", soon.toString()));
    var brief = API.withKey(made.field("key"));
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> brief.get("/v1/attribution/apps").status() == 401);
    assertThat(PROGRAM.output()).doesNotContain(made.field("key"));
  }

  /** After all hostile requests, so that whatever they wrote into the log is there. */
  @AfterAll
  static void theLogHoldsNoKeyAndNoPassword() {
    var log = PROGRAM.output().lines().filter(line -> !line.startsWith("sign in at ")).toList();
    for (var tenant : PROGRAM.description().tenants()) {
      var secret = tenant.apiKey().substring(tenant.apiKey().lastIndexOf('_') + 1);
      assertThat(log).noneMatch(line -> line.contains(secret) || line.contains(tenant.password()));
    }
    assertThat(log).noneMatch(line -> line.contains("request failed"));
  }

  private static void refusesKey(String key) {
    var answer = API.withKey(key).post(Api.EVENTS, List.of(good()));
    assertThat(answer.status()).as(answer.toString()).isEqualTo(401);
    assertThat(answer.code()).isEqualTo("unauthenticated");
    assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
  }

  private static Answer send(String body, String type) {
    return API.send(
        API.request(Api.EVENTS).header("Content-Type", type).POST(BodyPublishers.ofString(body)));
  }

  private static Map<String, Object> good() {
    return Api.purchase(APP, UUID.randomUUID().toString());
  }

  private static Map<String, Object> unpaid() {
    var event = new HashMap<>(good());
    event.remove("revenue");
    return event;
  }

  private static List<Map<String, Object>> goods(int count) {
    return IntStream.range(0, count).mapToObj(i -> good()).toList();
  }

  private static String line(Map<String, Object> event) {
    return new String(json(event), UTF_8);
  }

  private static String deep() {
    return withRaw(good(), "properties", nested(10_000));
  }

  private static String deepless() {
    return "[" + withRaw(good(), "properties", "{\"a\":1}") + "]";
  }
}
