package dev.freehold.analytics.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.analytics.AnalyticsServer;
import dev.freehold.analytics.Http;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What was used, by what it was for. */
class UsageReportsTest {

  private static final AnalyticsServer SERVER = AnalyticsServer.running();
  private static final String PROJECT = UUID.randomUUID().toString();
  private static final Instant NOW = Instant.now();

  private final AnalyticsServer.Tenant tenant = SERVER.newTenant();
  private final Http http = SERVER.http(tenant);

  @BeforeEach
  void fourUsesOfTwoModels() {
    var uses = new ArrayList<Map<String, Object>>();
    uses.add(use("1", "large", "anna", 0, "9007199254740993"));
    uses.add(use("2", "large", "anna", 0, "1"));
    uses.add(use("3", "large", "berta", 86_400, "7"));
    uses.add(use("4", "small", "berta", 86_400, "5"));
    assertThat(http.post(UsageApi.PATH, uses).json().path("accepted").asInt()).isEqualTo(4);
  }

  private static Map<String, Object> use(
      String id, String model, String user, int secondsAgo, String cost) {
    return Map.of(
        "request_id", id,
        "type", "chat",
        "project_id", PROJECT,
        "model", model,
        "user_id", user,
        "input_tokens", 100,
        "latency", 10,
        "cost", cost,
        "occurred_at", NOW.minusSeconds(secondsAgo).toString());
  }

  private List<String> rows(String query, String... fields) {
    var answer = http.get(UsageApi.PATH + query);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    var rows = new ArrayList<String>();
    for (var row : answer.json().path("rows")) {
      rows.add(cells(row, fields));
    }
    return rows;
  }

  private static String cells(JsonNode row, String... fields) {
    var cells = new ArrayList<String>();
    for (var field : fields) {
      cells.add(row.path(field).asString("-"));
    }
    return String.join(" ", cells);
  }

  @Test
  void sumsAreExactAndByTheGroupsThatAreAskedFor() {
    assertThat(rows("", "requests", "input_tokens", "cost", "average_latency", "users"))
        .containsExactly("4 400 9007199254741006 10 2");
    assertThat(rows("?group_by=model", "model", "requests", "cost"))
        .containsExactlyInAnyOrder("large 3 9007199254741001", "small 1 5");
    assertThat(rows("?group_by=user_id", "user_id", "requests", "cost", "average_latency"))
        .containsExactlyInAnyOrder("anna 2 9007199254740994 -", "berta 2 12 -");
    assertThat(rows("?group_by=user_id,model&model=large", "user_id", "model", "requests"))
        .containsExactlyInAnyOrder("anna large 2", "berta large 1");
    assertThat(rows("?group_by=type&project_id=" + UUID.randomUUID(), "type")).isEmpty();
  }

  @Test
  void aTenantsUsageByDayHasARowForEachDay() {
    assertThat(rows("?interval=day", "requests")).containsExactly("2", "2");
    assertThat(rows("?interval=day&time_zone=Pacific/Auckland", "requests"))
        .containsExactly("2", "2");
    assertThat(rows("?interval=hour&to=" + NOW.minusSeconds(43_200), "requests"))
        .containsExactly("2");
  }

  @Test
  void aSpreadsheetGetsTheSameRows() {
    var answer =
        http.send(
            http.request(UsageApi.PATH + "?group_by=model").header("Accept", "text/csv").GET());
    assertThat(answer.header("Content-Type")).startsWith("text/csv");
    assertThat(answer.body().lines().toList())
        .startsWith(
            "step,project_id,program_id,type,model,status,user_id,api_key_id,requests,input_tokens,"
                + "output_tokens,cache_read_tokens,cache_write_5m_tokens,cache_write_1h_tokens,"
                + "quantity,cost,average_latency,users")
        .contains(",,,,small,,,,1,100,,,,,,5,10,1");
  }

  @Test
  void callsOfToolsAreAddedUpByServerAndTool() {
    var server = UUID.randomUUID().toString();
    for (var id : List.of("1", "2")) {
      http.post(
          McpUsageApi.PATH,
          Map.of("call_id", id, "server_id", server, "tool", "search", "output_size", 2048));
    }
    var row = http.get(McpUsageApi.PATH + "?group_by=server_id,tool").json().path("rows").path(0);
    assertThat(cells(row, "server_id", "tool", "calls", "output_size"))
        .isEqualTo(server + " search 2 4096");
  }

  @Test
  void anotherTenantSeesNothingOfIt() {
    var other = SERVER.http(SERVER.newTenant());
    assertThat(other.get(UsageApi.PATH + "?group_by=model").json().path("rows")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "?group_by=tenant_id",
        "?group_by=cost",
        "?group_by=model,",
        "?interval=year",
        "?time_zone=Mars",
        "?from=yesterday",
        "?from=2026-02-01&to=2026-01-01",
        "?from=-999999999-01-01",
        "?from=0001-01-01",
        "?project_id=x",
      })
  void whatCannotBeAskedIsRefusedByName(String query) {
    var answer = http.get(UsageApi.PATH + query);
    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("invalid_parameter");
  }
}
