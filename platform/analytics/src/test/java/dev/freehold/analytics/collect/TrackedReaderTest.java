package dev.freehold.analytics.collect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.analytics.AnalyticsStreams;
import dev.freehold.eventstore.Column;
import dev.freehold.kernel.batch.BatchBody;
import dev.freehold.kernel.batch.RejectedRow;
import dev.freehold.kernel.error.Invalid;
import dev.freehold.kernel.error.LimitExceeded;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrackedReaderTest {

  private static final Instant NOW = Instant.parse("2026-03-20T12:00:00Z");
  private static final String CHROME =
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
          + " Chrome/126.0.0.0 Safari/537.36";
  private static final Sender VISITOR =
      new Sender("visitor_1", InetAddress.ofLiteral("198.51.100.77"), CHROME);

  private static TrackedReader read(String json) {
    return read(json, false, null);
  }

  private static TrackedReader read(String text, boolean isLines, @Nullable Sender sender) {
    var reader = new TrackedReader(new Enrichment(new Countries(null)), NOW, sender);
    reader.read(new BatchBody(text.getBytes(UTF_8), isLines));
    return reader;
  }

  /** The values of the first event by their columns, those that are null left out. */
  private static Map<String, Object> first(TrackedReader reader) {
    assertThat(reader.rejected()).isEmpty();
    var columns = AnalyticsStreams.EVENTS.columns();
    var row = reader.events.getFirst();
    assertThat(row).hasSameSizeAs(columns);
    var values = new HashMap<String, Object>();
    for (int i = 0; i < row.length; i++) {
      if (row[i] != null) {
        values.put(columns.get(i).name(), row[i]);
      }
    }
    assertThat(columns.stream().filter(Column::required).map(Column::name))
        .allMatch(values::containsKey);
    return values;
  }

  private static String event(String more) {
    return "{\"name\":\"opened\",\"person_id\":\"anna\"" + (more.isEmpty() ? "" : "," + more) + "}";
  }

  @Test
  void everyFieldOfAnEventBecomesAColumn() {
    var project = UUID.randomUUID();
    var values =
        first(
            read(
                event(
                    """
                    "event_id":"1","occurred_at":"2026-03-20T11:00:00+01:00","project_id":"%s",
                    "program_id":"p","group_id":"acme","channel":"billboard","country":"CH",
                    "value":12.5,"properties":{"a":[1, 2]},"ip":"203.0.113.99",
                    "user_agent":"%s","referrer":"https://www.google.co.uk/search?q=x",
                    "url":"https://user@www.Shop.example:8443/sale/a%%20b?x=1&utm_source=news&utm_medium=email&utm_campaign=autumn%%20sale&utm_term=t&utm_content=c&utm_source=second#top"
                    """
                        .formatted(project, CHROME))));
    assertThat(values)
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                Map.entry("event_id", "1"),
                Map.entry("kind", "track"),
                Map.entry("name", "opened"),
                Map.entry("person_id", "anna"),
                Map.entry("occurred_at", Instant.parse("2026-03-20T10:00:00Z")),
                Map.entry("project_id", project),
                Map.entry("program_id", "p"),
                Map.entry("group_id", "acme"),
                Map.entry("channel", "billboard"),
                Map.entry("host", "shop.example"),
                Map.entry("path", "/sale/a%20b"),
                Map.entry("referrer", "google.co.uk"),
                Map.entry("utm_source", "news"),
                Map.entry("utm_medium", "email"),
                Map.entry("utm_campaign", "autumn sale"),
                Map.entry("utm_term", "t"),
                Map.entry("utm_content", "c"),
                Map.entry("browser", "Chrome"),
                Map.entry("os", "Windows"),
                Map.entry("device", "desktop"),
                Map.entry("country", "CH"),
                Map.entry("ip", "203.0.113.0"),
                Map.entry("value", 12.5),
                Map.entry("properties", "{\"a\":[1, 2]}")));
  }

  @Test
  void oneEventAnArrayABatchAndLinesAreTheSame() {
    var one = event("\"event_id\":\"1\"");
    for (var text : new String[] {one, "[" + one + "]", "{\"batch\":[" + one + "]}"}) {
      assertThat(first(read(text))).containsEntry("event_id", "1");
    }
    assertThat(first(read("\n" + one + "\r\n", true, null))).containsEntry("event_id", "1");
    assertThat(read("{\"batch\":[]}").events).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "7",
        "[",
        "{\"batch\":1}",
        "{\"batch\":[]} x",
        "{\"batch\":[],\"more\":1}",
        "{\"batch\":[]",
        "[] []"
      })
  void whatIsNoBatchIsRefusedWhole(String body) {
    assertThatThrownBy(() -> read(body)).isInstanceOf(Invalid.class);
  }

  @Test
  void anEventWithoutAnIdOrATimeGetsThem() {
    var reader = read("[" + event("") + "," + event("") + "]");
    assertThat(reader.events).extracting(row -> row[0]).doesNotHaveDuplicates().hasSize(2);
    assertThat(first(reader)).containsEntry("occurred_at", NOW);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | missing_field | name",
        "{\"name\":\"x\"} | missing_field | person_id",
        "{\"person_id\":\"a\",\"kind\":\"alias\"} | missing_field | alias",
        "{\"person_id\":\"a\",\"kind\":\"group\"} | missing_field | group_id",
        "{\"person_id\":\"a\",\"kind\":\"alias\",\"alias\":\"a\"} | invalid_field | alias",
        "{\"person_id\":\"a\",\"name\":\"x\",\"alias\":\"b\"} | invalid_field | alias",
        "{\"person_id\":\"a\",\"kind\":\"screen\"} | invalid_field | kind",
        "{\"person_id\":7} | invalid_field | person_id",
        "{\"person_id\":\"\"} | invalid_field | person_id",
        "{\"value\":\"7\"} | invalid_field | value",
        "{\"value\":1e999} | invalid_field | value",
        "{\"properties\":[]} | invalid_field | properties",
        "{\"ip\":\"localhost\"} | invalid_field | ip",
        "{\"country\":\"de\"} | invalid_field | country",
        "{\"project_id\":\"x\"} | invalid_field | project_id",
        "{\"occurred_at\":\"yesterday\"} | invalid_field | occurred_at",
        "{\"colour\":\"red\"} | unknown_event_field | colour",
        "{\"colour\":{}} | unknown_event_field | colour",
        "[] | invalid_event |",
      })
  void aBadEventIsRefusedByItself(String bad, String code, @Nullable String field) {
    var reader = read("[" + event("") + "," + bad + "," + event("") + "]");
    assertThat(reader.events).hasSize(2);
    assertThat(reader.rejected()).hasSize(1);
    var rejected = reader.rejected().getFirst();
    assertThat(rejected.index()).isOne();
    assertThat(rejected.code()).as(rejected.message()).isEqualTo(code);
    assertThat(rejected.field()).isEqualTo(field);
  }

  @Test
  void anEventMayBeTwoYearsLateAndFiveMinutesEarly() {
    assertThat(TrackedReader.MAX_AGE).isEqualTo(Duration.ofDays(730));
    var good = new Duration[] {Duration.ofMinutes(5), Duration.ofDays(-730)};
    for (var shift : good) {
      assertThat(read(event(at(shift))).rejected()).isEmpty();
    }
    assertThat(read(event(at(Duration.ofMinutes(5).plusMillis(1)))).rejected())
        .extracting(RejectedRow::code)
        .containsExactly("occurred_in_future");
    assertThat(read(event(at(Duration.ofDays(-730).minusMillis(1)))).rejected())
        .extracting(RejectedRow::code)
        .containsExactly("occurred_too_long_ago");
  }

  private static String at(Duration shift) {
    return "\"occurred_at\":\"" + NOW.plus(shift) + "\"";
  }

  @Test
  void largePropertiesAndTooManyEventsAreRefused() {
    var text = "x".repeat(TrackedFields.MAX_PROPERTIES_BYTES);
    assertThat(read(event("\"properties\":{\"a\":\"" + text + "\"}")).rejected())
        .extracting(RejectedRow::code)
        .containsExactly("properties_too_large");
    var many = "[" + "0,".repeat(10_000) + "0]";
    assertThatThrownBy(() -> read(many)).isInstanceOf(LimitExceeded.class);
  }

  @Test
  void aliasAndIdentifyTieTheOtherIdToThePerson() {
    var reader =
        read(
            """
            [{"kind": "alias", "person_id": "anna", "alias": "cart-1"},
             {"kind": "identify", "person_id": "anna", "alias": "cart-1"},
             {"kind": "identify", "person_id": "anna", "properties": {"plan": "pro"}}]
            """);
    assertThat(reader.rejected()).isEmpty();
    assertThat(reader.events)
        .extracting(row -> row[2])
        .containsExactly("alias", "identify", "identify");
    assertThat(reader.aliases).hasSize(2);
    assertThat(reader.aliases.getFirst()).containsExactly("6:cart-1anna", "cart-1", "anna", NOW);
    assertThat(reader.aliases.getLast()[0]).isEqualTo("6:cart-1anna");
  }

  @Test
  void aBrowserSpeaksOfItsVisitorAndOfNobodyElse() {
    var seen = first(read("{\"name\":\"page_view\"}", false, VISITOR));
    assertThat(seen)
        .containsEntry("person_id", "visitor_1")
        .containsEntry("ip", "198.51.100.0")
        .containsEntry("browser", "Chrome");

    var named = read("{\"kind\":\"identify\",\"person_id\":\"anna\"}", false, VISITOR);
    assertThat(first(named)).containsEntry("person_id", "anna");
    assertThat(named.aliases.getFirst()).contains("visitor_1", "anna");

    var stolen = "{\"kind\":\"alias\",\"person_id\":\"mallory\",\"alias\":\"anna\"}";
    for (var bad :
        new String[] {
          stolen, "{\"name\":\"x\",\"ip\":\"1.2.3.4\"}", "{\"name\":\"x\",\"country\":\"DE\"}"
        }) {
      var reader = read(bad, false, VISITOR);
      assertThat(reader.rejected()).extracting(RejectedRow::code).containsExactly("invalid_field");
      assertThat(reader.aliases).isEmpty();
    }
    assertThat(read("{\"kind\":\"identify\"}", false, VISITOR).aliases).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "https://shop.example/,, direct",
    "https://shop.example/, https://www.shop.example/cart, ",
    "https://shop.example/, https://de.search.yahoo.com/x, search",
    "https://shop.example/, https://duckduckgo.com/, search",
    "https://shop.example/, https://google.example.org/, referral",
    "https://shop.example/, https://mail.google.com/, email",
    "https://shop.example/, https://out.reddit.com/, social",
    "https://shop.example/, https://t.co/abc, social",
    "https://shop.example/, https://blog.example/post, referral",
    "https://shop.example/?utm_medium=CPC, https://www.google.com/, paid",
    "https://shop.example/?utm_medium=newsletter,, email",
    "https://shop.example/?utm_source=flyer,, campaign",
    ",,",
  })
  void aChannelSaysHowTheyCame(
      @Nullable String url, @Nullable String referrer, @Nullable String channel) {
    var page = PageAddress.of(url);
    assertThat(Channel.of(page, Referrer.of(referrer, page))).isEqualTo(channel);
  }

  @ParameterizedTest
  @CsvSource({
    "203.0.113.255, 203.0.113.0",
    "::ffff:203.0.113.9, 203.0.113.0",
    "2001:db8:1:2:3:4:5:6, 2001:db8:1::",
    "::1, 0:0:0::",
  })
  void onlyTheNetworkOfAnAddressIsKept(String address, String network) {
    assertThat(Network.of(InetAddress.ofLiteral(address))).isEqualTo(network);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1 | Mobile Safari | iOS | phone",
        "Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0 | Firefox | Linux | desktop",
        "Mozilla/5.0 (Linux; Android 13; SM-X700) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36 | Chrome | Android | tablet",
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html) | Googlebot | | bot",
        "curl/8.1.2 | curl | | ",
        "nonsense | | | ",
      })
  void aUserAgentBecomesBrowserSystemAndDevice(
      String text, @Nullable String browser, @Nullable String os, @Nullable String device) {
    assertThat(new UserAgents().of(text)).isEqualTo(new UserAgents.Agent(browser, os, device));
  }

  @Test
  void aPathIsKeptWithoutWhatBelongsToThePerson() {
    var page = PageAddress.of("https://shop.example/a?token=secret#me");
    assertThat(page.path()).isEqualTo("/a");
    assertThat(Objects.requireNonNull(PageAddress.of("https://shop.example").path()))
        .isEqualTo("/");
    assertThat(PageAddress.of("nonsense")).isEqualTo(PageAddress.NONE);
  }
}
