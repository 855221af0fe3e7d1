package dev.freehold.analytics.questions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.analytics.AnalyticsServer;
import dev.freehold.analytics.Http;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Questions as a program asks them: twelve people, of whom six sign up and three pay. */
class QuestionsApiTest {

  private static final AnalyticsServer SERVER = AnalyticsServer.running();
  private static final Http HTTP = SERVER.http(SERVER.newTenant());
  private static final Instant YESTERDAY = Instant.now().minus(Duration.ofHours(30));

  @BeforeAll
  static void send() {
    var events = new ArrayList<Map<String, Object>>();
    for (int i = 0; i < 12; i++) {
      events.add(event("page_view", i, 0));
      if (i % 2 == 0) {
        events.add(event("signed_up", i, 60));
      }
      if (i % 4 == 0) {
        events.add(event("paid", i, 120 + i));
      }
    }
    var answer = HTTP.post("/v1/events", events);
    assertThat(answer.json().path("accepted").asInt()).as(answer.body()).isEqualTo(21);
  }

  private static Map<String, Object> event(String name, int person, int seconds) {
    var event = new HashMap<String, Object>();
    event.put("event_id", name + person);
    event.put("name", name);
    event.put("person_id", "person-" + person);
    event.put("occurred_at", YESTERDAY.plusSeconds(seconds).toString());
    event.put("country", person < 6 ? "DE" : "AT");
    event.put("program_id", "course");
    event.put("value", 2.5);
    event.put("url", "https://shop.example/" + name);
    return event;
  }

  private static Map<String, Object> step(String name) {
    return Map.of("event", name);
  }

  @Test
  void trendsAnswerInJsonAndCsv() {
    var question =
        Map.of(
            "series",
            List.of(Map.of("event", "paid", "measure", "sum"), Map.of("measure", "people")),
            "interval",
            "month",
            "breakdown",
            "country",
            "compare",
            true);
    var lines = HTTP.post("/v1/analytics/trends", question).json().path("lines");
    assertThat(lines).hasSize(4);
    assertThat(lines.path(0).path("key").asString()).isEqualTo("DE");
    assertThat(lines.path(0).path("total").decimalValue()).isEqualByComparingTo("5");
    assertThat(lines.path(2).path("total").decimalValue()).isEqualByComparingTo("6");
    assertThat(lines.path(2).path("before").path("total").decimalValue()).isEqualByComparingTo("0");
    var csv = csv("/v1/analytics/trends", question);
    assertThat(csv.body()).startsWith("series,event,key,step,value\r\n0,paid,DE,");
    assertThat(csv.header("Content-Type")).startsWith("text/csv");
    assertThat(csv.header("Content-Disposition")).contains("trends.csv");
  }

  private static Http.Answer csv(String path, Object question) {
    return HTTP.send(
        HTTP.request(path)
            .header("Accept", "text/csv")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(Http.JSON.writeValueAsBytes(question))));
  }

  @Test
  void aFunnelOfACohort() {
    var steps = List.of(step("page_view"), step("signed_up"), step("paid"));
    var ways = HTTP.post("/v1/analytics/funnels", Map.of("steps", steps)).json().path("ways");
    assertThat(ways.path(0).path("steps").valueStream().map(found -> found.path("people").asInt()))
        .containsExactly(12, 6, 3);
    assertThat(ways.path(0).path("steps").path(2).path("median_seconds").asDouble()).isEqualTo(64);
    var cohort =
        HTTP.post(
                "/v1/analytics/cohorts",
                Map.of(
                    "name",
                    "Germans who signed up",
                    "definition",
                    Map.of(
                        "did",
                        List.of(
                            Map.of(
                                "event",
                                "signed_up",
                                "where",
                                List.of(Map.of("property", "country", "values", List.of("DE"))))))))
            .json();
    var id = cohort.path("id").asString();
    var members = HTTP.get("/v1/analytics/cohorts/" + id + "/members").json();
    assertThat(members.path("count").asInt()).isEqualTo(3);
    assertThat(members.path("people").valueStream().map(person -> person.asString()))
        .containsExactly("person-0", "person-2", "person-4");
    assertThat(
            csv("/v1/analytics/funnels", Map.of("steps", steps, "cohort", id)).body().split("\r\n"))
        .extracting(line -> line.split(",")[3])
        .containsExactly("people", "3", "3", "2");
    assertThat(HTTP.get("/v1/analytics/top?by=country&cohort=" + id).json().path("rows"))
        .hasSize(1);
    assertThat(HTTP.get("/v1/analytics/cohorts/" + id).json()).isEqualTo(cohort);
    assertThat(HTTP.delete("/v1/analytics/cohorts/" + id).status()).isEqualTo(204);
    assertThat(HTTP.post("/v1/analytics/funnels", Map.of("steps", steps, "cohort", id)).code())
        .isEqualTo("cohort_not_found");
  }

  @ParameterizedTest
  @CsvSource({
    "sessions, sessions, 12",
    "top?by=path, times, 12",
    "top?by=exit_page, times, 6",
    "metrics?limit=100, value, 21",
    "engagement, active_days, 1",
    "people, events, 3",
  })
  void listsTellOfTheTenantsOwnEvents(String path, String field, int greatest) {
    var rows = HTTP.get("/v1/analytics/" + path).json().path("rows");
    assertThat(
            rows.valueStream()
                .mapToInt(row -> (int) Double.parseDouble(row.path(field).asString())))
        .contains(greatest);
    var other = SERVER.http(SERVER.newTenant()).get("/v1/analytics/" + path).json().path("rows");
    assertThat(other.isArray() && other.isEmpty()).as(other.toString()).isTrue();
  }

  @Test
  void retentionAndPathsAnswer() {
    var retention = HTTP.post("/v1/analytics/retention", Map.of("interval", "week")).json();
    assertThat(
            retention.path("rows").valueStream().mapToInt(row -> row.path("people").asInt()).sum())
        .isEqualTo(12);
    var ways =
        HTTP.post("/v1/analytics/paths", Map.of("at", "signed_up", "depth", 1)).json().path("rows");
    assertThat(ways.path(0).path("times").asInt()).isEqualTo(3);
    assertThat(csv("/v1/analytics/paths", Map.of("at", "page_view")).body())
        .contains("signed_up > paid,3,3");
  }

  @ParameterizedTest
  @CsvSource({
    "trends, '{\"series\": []}', series",
    "trends, '{\"series\": [{}], \"range\": {\"from\": \"yesterday\"}}', range.from",
    "funnels, '{\"steps\": [{}, {\"where\": [{\"property\": \"ip\"}]}]}', steps.1.where.0.property",
    "retention, '{\"interval\": \"minute\"}', interval",
    "paths, '{}', at",
  })
  void aQuestionThatCannotBeAskedNamesTheField(String kind, String question, String field) {
    var answer = HTTP.post("/v1/analytics/" + kind, Http.JSON.readTree(question));
    assertThat(answer.status()).as(answer.body()).isEqualTo(422);
    assertThat(answer.code()).isEqualTo("invalid_request");
    assertThat(answer.json().path("fields").path(0).path("field").asString()).isEqualTo(field);
  }
}
