package dev.freehold.analytics.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.analytics.AnalyticsServer;
import dev.freehold.analytics.Http;
import dev.freehold.analytics.Stored;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsageApiTest {

  private static final AnalyticsServer SERVER = AnalyticsServer.running();
  private static final String PROJECT = UUID.randomUUID().toString();

  private final AnalyticsServer.Tenant tenant = SERVER.newTenant();
  private final Http http = SERVER.http(tenant);

  private static Map<String, Object> use(String id, Object... fields) {
    var use = new HashMap<String, Object>(Map.of("request_id", id, "type", "chat"));
    for (int i = 0; i < fields.length; i += 2) {
      use.put((String) fields[i], fields[i + 1]);
    }
    return use;
  }

  @Test
  void everyFieldIsKeptExactly() {
    var answer =
        http.post(
            UsageApi.PATH,
            use(
                "1",
                "project_id",
                PROJECT,
                "user_id",
                "anna",
                "model",
                "large",
                "input_tokens",
                9007199254740993L,
                "output_tokens",
                "9223372036854775807",
                "cache_write_5m_tokens",
                5,
                "cache_write_1h_tokens",
                6,
                "cost",
                "9223372036854775807",
                "latency",
                250,
                "properties",
                Map.of("a", 1)));
    assertThat(answer.body()).isEqualTo("{\"accepted\":1,\"duplicates\":0,\"rejected\":[]}");
    assertThat(
            Stored.texts(
                tenant,
                "select concat_ws(' ', type, status, project_id, user_id, model, input_tokens,"
                    + " output_tokens, cache_write_5m_tokens, cache_write_1h_tokens, cost, latency,"
                    + " properties) from {usage_events}"))
        .containsExactly(
            "chat ok "
                + PROJECT
                + " anna large 9007199254740993 9223372036854775807 5 6 9223372036854775807 250"
                + " {\"a\":1}");
  }

  @Test
  void aUseSentTwiceCountsOnce() {
    http.post(UsageApi.PATH, List.of(use("1", "cost", "7"), use("1", "cost", "7")));
    var again = http.post(UsageApi.PATH, use("1", "cost", "7"));
    assertThat(again.json().path("duplicates").asInt()).isOne();
    assertThat(Stored.texts(tenant, "select sum(cost) from {usage_events}")).containsExactly("7");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"type\":\"chat\"} | missing_field | request_id",
        "{\"request_id\":\"1\"} | missing_field | type",
        "{\"cost\":7} | invalid_field | cost",
        "{\"cost\":\"7.5\"} | invalid_field | cost",
        "{\"cost\":\"9223372036854775808\"} | invalid_field | cost",
        "{\"input_tokens\":-1} | invalid_field | input_tokens",
        "{\"input_tokens\":1.5} | invalid_field | input_tokens",
        "{\"input_tokens\":1e3} | invalid_field | input_tokens",
        "{\"type\":\"two words\"} | invalid_field | type",
        "{\"project_id\":\"x\"} | invalid_field | project_id",
        "{\"tokens\":1} | unknown_event_field | tokens",
        "{\"tenant_id\":\"x\"} | unknown_event_field | tenant_id",
      })
  void aBadUseIsRefusedByItself(String bad, String code, String field) {
    var answer = http.post(UsageApi.PATH, List.of(use("a"), Http.JSON.readTree(bad), use("b")));
    assertThat(answer.json().path("accepted").asInt()).as(answer.body()).isEqualTo(2);
    var rejected = answer.json().path("rejected").path(0);
    assertThat(rejected.path("code").asString()).as(answer.body()).isEqualTo(code);
    assertThat(rejected.path("field").asString()).isEqualTo(field);
  }

  @Test
  void aUseMayBeThirtyDaysLate() {
    assertThat(UsageReader.maxAge(dev.freehold.analytics.AnalyticsStreams.USAGE))
        .isEqualTo(Duration.ofDays(30));
    var old = Instant.now().minus(Duration.ofDays(30)).minusSeconds(5).toString();
    var answer = http.post(UsageApi.PATH, use("1", "occurred_at", old));
    assertThat(answer.json().path("rejected").path(0).path("code").asString())
        .isEqualTo("occurred_too_long_ago");
  }

  @Test
  void callsOfToolsAreKeptBesideTheUseOfModels() {
    var server = UUID.randomUUID().toString();
    var call = Map.of("call_id", "1", "server_id", server, "tool", "search", "latency", 12);
    assertThat(http.post(McpUsageApi.PATH, call).json().path("accepted").asInt()).isOne();
    assertThat(Stored.texts(tenant, "select tool || latency || server_id from {mcp_usage}"))
        .containsExactly("search12" + server);
    var nameless = Map.of("call_id", "2", "server_id", server);
    assertThat(http.post(McpUsageApi.PATH, nameless).body()).contains("tool is missing.");
  }
}
