package dev.freehold.attribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.attribution.credit.CreditModel;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Credit reports over HTTP, of an app with some hundred made-up conversions. */
class CreditApiTest {

  private static final AttributionServer SERVER = AttributionServer.running();
  private static final AttributionServer.Tenant TENANT = SERVER.newTenant();
  private static final App APP = berlin();
  private static final Http HTTP = SERVER.http(TENANT);
  private static final Instant NOW = Instant.now();
  private static final int PEOPLE = 120;

  private static long purchases;
  private static BigDecimal revenue = BigDecimal.ZERO;

  private static App berlin() {
    return SERVER
        .bean(Apps.class)
        .create(
            TENANT.caller(),
            new AppDraft("Shop", App.Platform.WEB, "EUR", null, null, null, "Europe/Berlin", null));
  }

  /** Everybody meets up to five touches of six campaigns and may buy, for odd amounts. */
  @BeforeAll
  static void sendEvents() {
    var random = new SplittableRandom(42);
    var sent = new Sent(APP);
    for (int person = 0; person < PEOPLE; person++) {
      var user = "person-" + person;
      var time = NOW.minus(Duration.ofMinutes(random.nextInt(60 * 24 * 20, 60 * 24 * 25)));
      for (int touch = random.nextInt(6); touch > 0; touch--) {
        sent.click(user + "-t" + touch, user, time, "campaign-" + random.nextInt(6));
        time = time.plusSeconds(random.nextInt(1, 100_000));
      }
      for (int buy = random.nextInt(3); buy > 0; buy--) {
        var amount = BigDecimal.valueOf(random.nextLong(-5_000, 100_000), 3);
        sent.purchase(user + "-b" + buy, user, time, amount.toPlainString());
        purchases++;
        revenue = revenue.add(amount);
      }
    }
    assertThat(SERVER.bean(Events.class).acceptArray(TENANT.caller(), sent.json()).rejected())
        .isEmpty();
  }

  @ParameterizedTest
  @EnumSource(CreditModel.class)
  void everyModelHandsOutAllConversionsAndAllRevenue(CreditModel model) {
    for (var groups :
        List.of("campaign", "day", "campaign,channel,day", "event_type", "creative")) {
      var rows = rows("model=" + model.wireName() + "&group_by=" + groups);
      assertThat(sum(rows, "conversions")).as(groups).isEqualByComparingTo("" + purchases);
      assertThat(sum(rows, "revenue")).as(groups).isEqualByComparingTo(revenue);
    }
  }

  @Test
  void pagesCoverAllRowsOnce() {
    var groups = "model=linear&group_by=campaign,day";
    var whole = rows(groups);
    var paged = new ArrayList<JsonNode>();
    var cursor = "";
    do {
      var answer = HTTP.get(address(groups + "&limit=7" + cursor)).json();
      assertThat(answer.path("rows").size()).isBetween(1, 7);
      answer.path("rows").forEach(paged::add);
      cursor =
          answer.path("next_cursor").isNull()
              ? ""
              : "&cursor=" + answer.path("next_cursor").asString();
    } while (!cursor.isEmpty());
    assertThat(paged).isEqualTo(whole);
    assertThat(new HashSet<>(paged)).hasSameSizeAs(whole);
    assertThat(whole.size()).isGreaterThan(7);
  }

  @Test
  void eachKeyThatIsAskedForIsThereAndNoOther() {
    var row = rows("model=linear&group_by=event_type,channel").getFirst();
    assertThat(row.propertyNames())
        .containsExactlyInAnyOrder(
            "event_type", "channel", "conversions", "revenue", "touches", "users");
    assertThat(row.path("event_type").asString()).isEqualTo("purchase");
    assertThat(row.path("revenue").isString()).isTrue();
  }

  @Test
  void aFilterKeepsTheTouchesOfOneCampaign() {
    var all = rows("model=linear");
    var one = rows("model=linear&campaign=campaign-3");
    assertThat(one).hasSize(1);
    assertThat(all).contains(one.getFirst());
    assertThat(rows("model=linear&campaign=nobody")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/csv", "text/csv, application/json;q=0.5", "text/*"})
  void whoAsksForCsvGetsCsvWithTheSameRows(String accept) {
    var answer = csv("model=linear", accept);
    assertThat(answer.header("Content-Type")).startsWith("text/csv");
    assertThat(answer.header("Content-Disposition")).contains("credit.csv");
    var lines = answer.body().split("\r\n");
    assertThat(lines[0]).isEqualTo("campaign,conversions,revenue,users,touches");
    assertThat(Arrays.stream(lines).skip(1))
        .containsExactlyElementsOf(
            rows("model=linear").stream()
                .map(
                    row ->
                        Stream.of("campaign", "conversions", "revenue", "users", "touches")
                            .map(name -> text(row.path(name)))
                            .collect(Collectors.joining(",")))
                .toList());
  }

  private static String text(JsonNode value) {
    return value.isNumber() ? value.decimalValue().toPlainString() : value.asString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json", "*/*", "application/json, text/csv"})
  void whoAsksForAnythingElseGetsJson(String accept) {
    assertThat(csv("model=linear", accept).header("Content-Type")).startsWith("application/json");
  }

  @Test
  void aCsvOfSeveralPagesNamesTheNextOne() {
    var first = csv("model=linear&limit=2", "text/csv");
    assertThat(first.body().split("\r\n")).hasSize(3);
    var next = csv("model=linear&limit=2&cursor=" + first.header("Next-Cursor"), "text/csv");
    assertThat(next.body().split("\r\n")[1]).isNotEqualTo(first.body().split("\r\n")[1]);
    assertThat(csv("model=linear", "text/csv").header("Next-Cursor")).isEmpty();
  }

  @Test
  void datesBeginInTheTimeZoneOfTheApp() {
    var tenant = SERVER.newTenant();
    var app = berlin(tenant);
    // 23:30 in UTC is 00:30 or 01:30 of the next day in Berlin.
    var lateOnMonday = Instant.now().truncatedTo(ChronoUnit.DAYS).minusSeconds(1_800);
    SERVER
        .bean(Events.class)
        .acceptArray(
            tenant.caller(), new Sent(app).purchase("1", "anna", lateOnMonday, "1.00").json());
    var tuesday = lateOnMonday.atZone(app.timeZone()).toLocalDate();
    var http = SERVER.http(tenant);
    var base = "/v1/attribution/credit?model=linear&group_by=day&app_id=" + app.id();
    var thatDay = http.get(base + "&from=" + tuesday + "&to=" + tuesday.plusDays(1)).json();
    assertThat(thatDay.path("rows").path(0).path("day").asString()).isEqualTo(tuesday.toString());
    var before = http.get(base + "&from=" + tuesday.minusDays(1) + "&to=" + tuesday).json();
    assertThat(before.path("rows")).isEmpty();
  }

  private static App berlin(AttributionServer.Tenant tenant) {
    return SERVER
        .bean(Apps.class)
        .create(
            tenant.caller(),
            new AppDraft("Shop", App.Platform.WEB, "EUR", null, null, null, "Europe/Berlin", null));
  }

  @Test
  void anotherTenantsReportIsNotThere() {
    var answer = SERVER.http(SERVER.newTenant()).get(address("model=linear"));
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.code()).isEqualTo("app_not_found");
  }

  private static BigDecimal sum(List<JsonNode> rows, String field) {
    return rows.stream()
        .map(row -> new BigDecimal(text(row.path(field))))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static List<JsonNode> rows(String query) {
    var answer = HTTP.get(address(query));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return StreamSupport.stream(answer.json().path("rows").spliterator(), false).toList();
  }

  private static Http.Answer csv(String query, String accept) {
    return HTTP.send(HTTP.request(address(query)).header("Accept", accept).GET());
  }

  private static String address(String query) {
    return "/v1/attribution/credit?app_id="
        + APP.id()
        + "&to="
        + URLEncoder.encode(NOW.plusSeconds(60).toString(), StandardCharsets.UTF_8)
        + "&"
        + query;
  }
}
