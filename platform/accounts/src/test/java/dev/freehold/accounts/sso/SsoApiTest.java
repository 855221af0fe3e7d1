package dev.freehold.accounts.sso;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.accounts.AccountsWorld;
import dev.freehold.kernel.Caller;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SsoApiTest {

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final JsonMapper JSON = new JsonMapper();
  private static final String PROVIDER =
      """
      {"issuer": "https://login.api.example", "client_id": "%s", "client_secret": %s,
       "default_role": "viewer", "enforced": false, "trusts_second_factor": true}
      """;

  private static AccountsWorld world;
  private static String key;

  @BeforeAll
  static void open() {
    world = new AccountsWorld();
    Caller owner = world.owner("api");
    key = world.keys.create(owner, "Set-up", List.of("*"), null).key();
  }

  @AfterAll
  static void close() {
    world.close();
  }

  private static HttpResponse<String> send(
      String method, String path, String body, String... headers)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(world.url() + path))
            .header("Authorization", "Bearer " + key)
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static JsonNode json(HttpResponse<String> answer) {
    return JSON.readTree(answer.body());
  }

  @Test
  void aProviderIsSetReadChangedAndRemovedAndItsSecretNeverShown() throws Exception {
    assertThat(send("GET", "/v1/sso/provider", "").statusCode()).isEqualTo(404);
    var set = send("PUT", "/v1/sso/provider", PROVIDER.formatted("first", "\"hush hush\""));
    assertThat(set.statusCode()).as(set.body()).isEqualTo(200);
    var read = send("GET", "/v1/sso/provider", "");
    assertThat(json(read).path("client_id").asString()).isEqualTo("first");
    assertThat(set.body() + read.body()).doesNotContain("hush");

    var tag = read.headers().firstValue("ETag").orElseThrow();
    var kept =
        send("PUT", "/v1/sso/provider", PROVIDER.formatted("first", "null"), "If-Match", tag);
    assertThat(kept.statusCode()).as(kept.body()).isEqualTo(200);
    assertThat(json(kept).path("id")).isEqualTo(json(read).path("id"));
    var stale =
        send("PUT", "/v1/sso/provider", PROVIDER.formatted("first", "null"), "If-Match", tag);
    assertThat(json(stale).path("code").asString()).isEqualTo("precondition_failed");

    var other = send("PUT", "/v1/sso/provider", PROVIDER.formatted("second", "null"));
    assertThat(other.statusCode()).isEqualTo(422);
    assertThat(other.body()).contains("client_secret");
    var replaced = send("PUT", "/v1/sso/provider", PROVIDER.formatted("second", "\"another\""));
    assertThat(json(replaced).path("id")).isNotEqualTo(json(read).path("id"));

    assertThat(send("DELETE", "/v1/sso/provider", "").statusCode()).isEqualTo(204);
    assertThat(send("DELETE", "/v1/sso/provider", "").statusCode()).isEqualTo(404);
  }

  @Test
  void aDomainIsClaimedProvenAndGivenUp() throws Exception {
    assertThat(send("POST", "/v1/sso/domains", "{\"domain\": \"no domain\"}").statusCode())
        .isEqualTo(422);
    var claimed = json(send("POST", "/v1/sso/domains", "{\"domain\": \"api.example\"}"));
    assertThat(claimed.path("record_name").asString()).isEqualTo("_freehold-challenge.api.example");
    assertThat(claimed.path("proven_at").isNull()).isTrue();
    var path = "/v1/sso/domains/" + claimed.path("id").asString();
    var early = send("PUT", path + "/proof", "");
    assertThat(json(early).path("code").asString()).isEqualTo("sso_domain_not_proven");
    world
        .bean(dev.freehold.accounts.TestDns.class)
        .put(claimed.path("record_name").asString(), claimed.path("record_value").asString());
    var proven = json(send("PUT", path + "/proof", ""));
    assertThat(proven.path("proven_at").asString()).isNotEmpty();
    assertThat(send("GET", "/v1/sso/domains", "").body()).contains("api.example");
    assertThat(send("DELETE", path, "").statusCode()).isEqualTo(204);
    assertThat(send("DELETE", path, "").statusCode()).isEqualTo(404);
  }
}
