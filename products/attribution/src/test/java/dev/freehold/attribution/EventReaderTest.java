package dev.freehold.attribution;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.freehold.kernel.batch.BatchReader;
import dev.freehold.kernel.batch.RejectedRow;
import dev.freehold.kernel.error.Invalid;
import dev.freehold.kernel.error.LimitExceeded;
import java.nio.charset.Charset;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventReaderTest {

  static final Instant NOW = Instant.parse("2026-03-20T12:00:00Z");
  static final App SHOP = app("11111111-1111-7111-8111-111111111111", null);
  private static final App CLOSED = app("22222222-2222-7222-8222-222222222222", NOW);

  private static final int PROPERTIES = 10;

  private static App app(String id, @Nullable Instant archivedAt) {
    return new App(
        UUID.fromString(id),
        null,
        "Shop",
        App.Platform.WEB,
        Currency.getInstance("EUR"),
        List.of("purchase"),
        Duration.ofDays(7),
        Duration.ofDays(1),
        ZoneOffset.UTC,
        NOW,
        NOW,
        archivedAt,
        1);
  }

  static EventReader reader() {
    var apps = Map.of(SHOP.id(), SHOP, CLOSED.id(), CLOSED);
    return new EventReader(id -> Optional.ofNullable(apps.get(id)), NOW);
  }

  private static EventReader array(String json) {
    var reader = reader();
    reader.readArray(json.getBytes(UTF_8));
    return reader;
  }

  private static EventReader lines(String lines) {
    var reader = reader();
    reader.readLines(lines.getBytes(UTF_8));
    return reader;
  }

  /** An event with an id; more fields as JSON, or "". */
  private static String event(String id, String more) {
    return "{\"event_id\":\"%s\",\"app_id\":\"%s\",\"type\":\"open\",\"user_id\":\"anna\",\"occurred_at\":\"%s\"%s}"
        .formatted(id, SHOP.id(), NOW, more.isEmpty() ? "" : "," + more);
  }

  @Test
  void everyFieldOfAnEventBecomesAColumn() {
    var link = "\"channel\":\"c\",\"campaign\":\"k\",\"ad_group\":\"g\",\"creative\":\"v\"";
    var money = "\"revenue\":\"-12.3456\",\"currency\":\"EUR\",\"properties\":{\"a\":[1, 2]}";
    var batch = array("[" + event("1", link + "," + money) + "]");
    assertThat(batch.rejected()).isEmpty();
    assertThat(batch.events.getFirst())
        .containsExactly(
            "1",
            SHOP.id(),
            "open",
            "anna",
            NOW,
            "c",
            "k",
            "g",
            "v",
            -12_345_600L,
            "{\"a\":[1, 2]}",
            null);
    assertThat(batch.identities).isEmpty();
  }

  @Test
  void aClickIdTiesTheClickToThePerson() {
    var batch = array("[" + event("1", "\"click_id\":\"clk_1\"") + "]");
    assertThat(batch.identities.getFirst())
        .containsExactly(SHOP.id() + ":clk_1", SHOP.id(), "clk_1", "anna", NOW);
  }

  @Test
  void nullStandsForAFieldThatIsLeftOut() {
    var batch = array("[" + event("1", "\"campaign\":null,\"revenue\":null,\"colour\":null") + "]");
    assertThat(batch.rejected()).isEmpty();
    assertThat(batch.events).hasSize(1);
  }

  @ParameterizedTest(name = "{0} {1}: {2}")
  @MethodSource
  void aBadEventIsRejectedInItsPlaceAndTheOthersAreKept(String code, String field, String bad) {
    for (var batch :
        List.of(
            array("[" + event("1", "") + "," + bad + "," + event("2", "") + "]"),
            lines(event("1", "") + "\n\r\n" + bad + "\r\n" + event("2", "") + "\n"))) {
      assertThat(batch.events).extracting(row -> row[0]).containsExactly("1", "2");
      assertThat(batch.rejected()).hasSize(1);
      var rejected = batch.rejected().getFirst();
      assertThat(rejected.index()).isOne();
      assertThat(rejected.code()).isEqualTo(code);
      assertThat(rejected.field()).isEqualTo(field.isEmpty() ? null : field);
      assertThat(rejected.message()).isNotBlank();
    }
  }

  static Stream<Arguments> aBadEventIsRejectedInItsPlaceAndTheOthersAreKept() {
    return Stream.of(
        arguments("invalid_event", "", "[]"),
        arguments("invalid_event", "", "17"),
        arguments("missing_field", "event_id", "{}"),
        arguments("missing_field", "app_id", "{\"event_id\":\"x\"}"),
        arguments("missing_field", "type", without("type")),
        arguments("missing_field", "user_id", without("user_id")),
        arguments("missing_field", "occurred_at", without("occurred_at")),
        arguments("invalid_field", "event_id", "{\"event_id\":1}"),
        arguments("invalid_field", "event_id", "{\"event_id\":\"\"}"),
        arguments("invalid_field", "event_id", event("x".repeat(129), "")),
        arguments("invalid_field", "event_id", event("\\u0000", "")),
        arguments("invalid_field", "event_id", event("\\ud800", "")),
        arguments("invalid_field", "event_id", event("\\udc00\\ud800", "")),
        arguments(
            "invalid_field", "campaign", event("x", "\"campaign\":\"" + "x".repeat(256) + "\"")),
        arguments("invalid_field", "campaign", event("x", "\"campaign\":\"(organic)\"")),
        arguments("invalid_field", "channel", event("x", "\"channel\":\"\"")),
        arguments("invalid_field", "ad_group", event("x", "\"ad_group\":{\"a\":1}")),
        arguments("invalid_field", "creative", event("x", "\"creative\":true")),
        arguments("invalid_field", "click_id", event("x", "\"click_id\":\"a\\tb\"")),
        arguments("invalid_field", "type", event("x", "").replace("open", "1open")),
        arguments("invalid_field", "app_id", event("x", "").replace(SHOP.id().toString(), "shop")),
        arguments("invalid_field", "occurred_at", at("2026-03-20")),
        arguments("invalid_field", "occurred_at", at("2026-03-20T12:00:00")),
        arguments("invalid_field", "properties", event("x", "\"properties\":[]")),
        arguments("invalid_field", "revenue", event("x", "\"revenue\":1.5")),
        arguments("unknown_event_field", "colour", event("x", "\"colour\":\"red\"")),
        arguments("unknown_event_field", "colour", event("x", "\"colour\":{\"a\":[1]}")),
        arguments("invalid_revenue", "revenue", event("x", "\"revenue\":\"1e3\"")),
        arguments("invalid_revenue", "revenue", event("x", "\"revenue\":\"1.0000001\"")),
        arguments("currency_mismatch", "currency", event("x", "\"currency\":\"USD\"")),
        arguments(
            "app_not_found",
            "app_id",
            event("x", "").replace(SHOP.id().toString(), UUID.randomUUID().toString())),
        arguments(
            "app_archived",
            "app_id",
            event("x", "").replace(SHOP.id().toString(), CLOSED.id().toString())),
        arguments("occurred_in_future", "occurred_at", at("2026-03-20T12:05:00.000001Z")),
        arguments("occurred_too_long_ago", "occurred_at", at("2026-02-13T11:59:59.999999Z")),
        arguments("properties_too_large", "properties", event("x", properties(4_097))));
  }

  private static String without(String field) {
    return event("x", "").replaceFirst(",?\"" + field + "\":\"[^\"]*\"", "");
  }

  private static String at(String time) {
    return event("x", "").replace(NOW.toString(), time);
  }

  /** Properties of exactly so many bytes. */
  private static String properties(int bytes) {
    return "\"properties\":{\"a\":\"" + "x".repeat(bytes - 8) + "\"}";
  }

  @Test
  void whatLiesOnALimitIsTaken() {
    var good =
        List.of(
            event("x".repeat(128), ""),
            event("1", properties(4_096)),
            event("\\ud83d\\ude00", ""),
            at("2026-03-20T12:05:00Z"),
            at("2026-02-13T12:00:00Z"),
            at("2026-03-20T13:59:00+02:00"));
    assertThat(array(good.toString()).rejected()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{}", "{ \"ü\" : \"€😀\" }", "{\"a\":{\"b\":[{}, \"}\\\"\"]},\n \"c\":1.50}"})
  void propertiesAreKeptByteForByte(String properties) {
    var first = event("1", "\"campaign\":\"größer 😀\"");
    var second = event("2", "\"properties\" : " + properties + " ,\"channel\":\"é\"");
    assertThat(array("[ " + first + " ,\n" + second + "]").events.get(1)[PROPERTIES])
        .isEqualTo(properties);
    if (!properties.contains("\n")) {
      assertThat(lines("\n" + first + "\n  " + second).events.get(1)[PROPERTIES])
          .isEqualTo(properties);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "null", "{}", "[", "[{}", "[{},]", "[] []", "[NaN]", "nonsense"})
  void anArrayThatIsNoneIsRefusedWhole(String body) {
    assertThatThrownBy(() -> array(body))
        .isInstanceOf(Invalid.class)
        .extracting(failure -> ((Invalid) failure).code().code())
        .isEqualTo("invalid_json");
  }

  @Test
  void anyOtherEncodingThanUtf8IsRefused() {
    for (Charset charset : List.of(UTF_16, UTF_16LE, Charset.forName("UTF-32LE"))) {
      var body = event("1", "\"properties\":{\"a\":1}").getBytes(charset);
      assertThatThrownBy(() -> reader().readArray(body)).isInstanceOf(Invalid.class);
      var lines = reader();
      lines.readLines(body);
      assertThat(lines.events).isEmpty();
    }
  }

  @Test
  void nestingWithoutEndIsRefused() {
    var deep = event("1", "\"properties\":{\"a\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}");
    assertThatThrownBy(() -> array("[" + deep + "]")).isInstanceOf(Invalid.class);
    assertThat(lines(deep).rejected().getFirst().code()).isEqualTo("invalid_event");
  }

  @Test
  void aBrokenLineIsRejectedAlone() {
    var batch = lines(event("1", "") + "\n{\"broken\n" + event("2", "") + " {}\n" + event("3", ""));
    assertThat(batch.events).extracting(row -> row[0]).containsExactly("1", "3");
    assertThat(batch.rejected()).extracting(RejectedRow::index).containsExactly(1, 2);
    assertThat(batch.rejected()).extracting(RejectedRow::code).containsOnly("invalid_event");
  }

  @Test
  void oneEventTooManyRefusesTheBatch() {
    var most = "0,".repeat(BatchReader.MAX_EVENTS - 1) + "0";
    assertThat(array("[" + most + "]").rejected()).hasSize(BatchReader.MAX_EVENTS);
    assertThatThrownBy(() -> array("[" + most + ",0]")).isInstanceOf(LimitExceeded.class);
    assertThatThrownBy(() -> lines("0\n".repeat(BatchReader.MAX_EVENTS + 1)))
        .isInstanceOf(LimitExceeded.class);
  }
}
