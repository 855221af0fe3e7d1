package dev.freehold.e2e;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Hostile addresses, parameters and documents: each gets a clear answer with a stable code. */
class BadQueryTest {

  private static final Program PROGRAM = Program.demo();
  private static final Api API = PROGRAM.acme();
  private static final String APP = PROGRAM.description().tenants().getFirst().appId();
  private static final String FOREIGN = PROGRAM.description().tenants().getLast().appId();
  private static final String CREDIT = "/v1/attribution/credit?model=linear&app_id=" + APP;

  @AfterEach
  void theNextRequestIsFine() {
    assertThat(API.get(CREDIT).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "limit=-1, limit",
    "limit=0, limit",
    "limit=99999999999999999999, limit",
    "limit=ten, limit",
    "lookback=PT0S, lookback",
    "lookback=P3650D, lookback",
    "lookback=-P1D, lookback",
    "lookback=P999999999999999999D, lookback",
    "lookback=soon, lookback",
    "half_life=PT0S, half_life",
    "from=2026-01-02&to=2026-01-01, from",
    "from=2000-01-01&to=2026-01-01, from",
    "from=2026-02-30, from",
    "from=yesterday, from",
    "to=%2B294247-01-10T04:00:55Z, to",
    "from=-999999998-01-01T00:00:00Z&to=-999999998-01-02T00:00:00Z, to",
    "group_by=colour, group_by",
    "'group_by=campaign,campaign', group_by",
    "'group_by=campaign,', group_by",
  })
  void aParameterOutOfBoundsIsNamed(String query, String parameter) {
    var answer = API.get(CREDIT + "&" + query);
    refused(answer, 400, "invalid_parameter");
    assertThat(answer.json().path("fields").path(0).path("field").asString(""))
        .isEqualTo(parameter);
  }

  @ParameterizedTest
  @ValueSource(strings = {"campaign=%ff", "campaign=%zz", "campaign=%"})
  void anAddressThatIsNoUtf8IsRefused(String query) {
    // The client here would not send it; a socket does.
    var answer = Raw.get(PROGRAM.url(), CREDIT + "&" + query, API.key());
    assertThat(answer).startsWith("HTTP/1.1 400 ").contains("\"code\":\"invalid_parameter\"");
  }

  @Test
  void anUnknownModelIsRefusedWithTheKnownOnes() {
    var answer = API.get("/v1/attribution/credit?app_id=" + APP + "&model=guess");
    refused(answer, 400, "invalid_parameter");
    assertThat(answer.field("detail")).contains("first_touch", "position_based");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "%00", "cm93IC0x"})
  void aCursorThatWasNotGivenOutIsRefused(String cursor) {
    refused(API.get(CREDIT + "&cursor=" + cursor), 400, "invalid_cursor");
    var journey = "/v1/attribution/users/person-00001/journey?app_id=" + APP + "&cursor=";
    refused(API.get(journey + cursor), 400, "invalid_cursor");
    refused(API.get(journey + base64("+999999999-01-01T00:00:00Z x")), 400, "invalid_cursor");
  }

  @ParameterizedTest
  @MethodSource
  void whatBelongsToAnotherTenantIsNotThere(String code, String method, String path) {
    refused(API.send(method, path, Map.of()), 404, code);
    // The same answer as for what nobody has.
    refused(
        API.send(method, path.replace(FOREIGN, UUID.randomUUID().toString()), Map.of()), 404, code);
  }

  static Stream<Arguments> whatBelongsToAnotherTenantIsNotThere() {
    var app = "/v1/attribution/apps/" + FOREIGN;
    return Stream.of(
        arguments("app_not_found", "GET", app),
        arguments("app_not_found", "PATCH", app),
        arguments("app_not_found", "PUT", app + "/archive"),
        arguments("app_not_found", "DELETE", app + "/archive"),
        arguments("link_not_found", "GET", "/v1/attribution/links/" + FOREIGN),
        arguments("job_not_found", "GET", "/v1/jobs/" + FOREIGN),
        arguments("app_not_found", "GET", "/v1/attribution/events?app_id=" + FOREIGN),
        arguments("app_not_found", "GET", "/v1/attribution/credit?model=linear&app_id=" + FOREIGN),
        arguments("app_not_found", "GET", "/v1/attribution/users/u/journey?app_id=" + FOREIGN),
        arguments("app_not_found", "GET", "/v1/attribution/conversions/c?app_id=" + FOREIGN));
  }

  @ParameterizedTest
  @MethodSource
  void anAppThatMakesNoSenseIsRefusedWithTheField(String field, Object value) {
    var draft = new HashMap<String, Object>(Map.of("name", "App", "platform", "web"));
    draft.put("currency", "EUR");
    draft.put(field, value);
    var answer = API.post("/v1/attribution/apps", draft);
    refused(answer, 422, field.equals("colour") ? "unknown_field" : "invalid_request");
    assertThat(answer.field("detail")).contains(value.equals("nul\u0000") ? "NUL" : field);
  }

  static Stream<Arguments> anAppThatMakesNoSenseIsRefusedWithTheField() {
    return Stream.of(
        arguments("name", " "),
        arguments("name", 17),
        arguments("name", "x".repeat(256)),
        arguments("name", "nul\u0000"),
        arguments("platform", "toaster"),
        arguments("currency", "eur"),
        arguments("currency", "XXX"),
        arguments("conversion_types", List.of()),
        arguments("conversion_types", List.of("1st")),
        arguments("click_window", "PT0S"),
        arguments("click_window", "P3650D"),
        arguments("click_window", "soon"),
        arguments("impression_window", 1e300),
        arguments("time_zone", "Mars/Olympus"),
        arguments("time_zone", "+01:00"),
        arguments("colour", "red"));
  }

  @Test
  void aVisitorCannotSmuggleAHeaderIntoTheRedirect() {
    var address = "/t/" + link("https://shop.example/?c={click_id}", "autumn").field("code");
    for (var query : List.of("?user_id=%0d%0aX-Evil:%20yes", "?%0d%0aX-Evil:%20yes", "?user_id=")) {
      var answer = API.withKey(null).get(address + query);
      assertThat(answer.status()).isEqualTo(302);
      assertThat(answer.header("Location")).startsWith("https://shop.example/?c=clk_");
      assertThat(answer.headers().map()).doesNotContainKey("X-Evil");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/t/nobodyHasIt1", "/t/nobodyHasIt1/i.gif", "/t/%3Cscript%3E"})
  void aLinkThatNobodyMadeIsNotThere(String address) {
    var answer = API.withKey(null).get(address);
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.header("Content-Type")).startsWith("text/html");
    assertThat(answer.text()).doesNotContain("<script>");
  }

  @Test
  void aCampaignThatLooksLikeAFormulaIsTextInTheCsv() {
    var app = API.newApp("Formulas");
    var click = new HashMap<>(Api.purchase(app, "click"));
    click.putAll(Map.of("type", "click", "campaign", "=HYPERLINK(\"//evil\",\"a,b\")"));
    var purchase = new HashMap<>(Api.purchase(app, "buy"));
    purchase.put("user_id", click.get("user_id"));
    click.remove("revenue");
    API.post(Api.EVENTS, List.of(click, purchase));
    var report =
        API.send(
            API.request(CREDIT.replace(APP, app) + "&to=" + tomorrow())
                .header("Accept", "text/csv")
                .GET());
    assertThat(report.text())
        .contains("\r\n\"'=HYPERLINK(\"\"//evil\"\",\"\"a,b\"\")\",1,1.00,1,1\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"javascript:alert(1)", "//evil.example/", "https://{campaign}.example/"})
  void aLinkThatCouldLeadAnywhereIsRefused(String destination) {
    refused(link(destination, "autumn"), 422, "destination_not_allowed");
  }

  private static Answer link(String destination, String campaign) {
    return API.post(
        "/v1/attribution/links",
        Map.of(
            "app_id", APP,
            "name", "Newsletter",
            "destination", destination,
            "channel", "email",
            "campaign", campaign));
  }

  private static String tomorrow() {
    return Instant.now().plus(Duration.ofDays(1)).toString();
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(US_ASCII));
  }

  private static void refused(Answer answer, int status, String code) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
    assertThat(answer.code()).as(answer.toString()).isEqualTo(code);
    assertThat(answer.field("detail")).isNotBlank();
  }
}
