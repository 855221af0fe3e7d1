package dev.freehold.accounts.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.accounts.AccountsWorld;
import dev.freehold.accounts.keys.KeyDraft;
import dev.freehold.accounts.keys.KeyMode;
import dev.freehold.kernel.Actor;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.error.Forbidden;
import dev.freehold.kernel.error.Invalid;
import dev.freehold.kernel.error.NotFound;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Limits over HTTP, of plans, tenants and keys in a real database. */
class LimitsTest {

  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final UUID OPERATOR = UUID.randomUUID();
  private static int number;

  private static AccountsWorld world;

  private Caller acme;
  private UUID keyId;
  private String key;

  @BeforeAll
  static void open() {
    world = new AccountsWorld();
  }

  @AfterAll
  static void close() {
    world.close();
  }

  @BeforeEach
  void aTenantWithAKey() {
    acme = world.owner("limits" + ++number);
    var made = world.keys.create(acme, "Shop", List.of("*"), null);
    keyId = made.id();
    key = made.key();
  }

  private static Caller operator() {
    return new Caller(
        UUID.randomUUID(),
        new Actor(Actor.Kind.USER, OPERATOR, "Olga"),
        Set.of(LimitsConfiguration.OPERATE),
        "req_operator",
        null);
  }

  private void limitTenant(Quota instead) {
    world.bean(TenantLimits.class).change(operator(), acme.tenantId(), "free", instead, "a test");
  }

  private static HttpResponse<String> ask(
      String method, String path, String key, @Nullable String body) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(world.url() + path))
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body))
            .header("Authorization", "Bearer " + key)
            .header("Content-Type", "application/json")
            .build();
    return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static JsonNode json(HttpResponse<String> answer) {
    return new JsonMapper().readTree(answer.body());
  }

  @Test
  void aTenantWithoutAPlanHasTheStandardOneAndEveryAnswerSaysSo() throws Exception {
    var answer = ask("GET", "/v1/tenant", key, null);
    assertThat(answer.headers().firstValue("RateLimit-Policy"))
        .hasValue(
            "\"tenant_per_second\";q=5000;w=1, \"tenant_per_minute\";q=150000;w=60,"
                + " \"tenant_per_hour\";q=3000000;w=3600, \"tenant_per_day\";q=30000000;w=86400");
    assertThat(answer.headers().firstValue("RateLimit").orElseThrow())
        .matches(
            "\"tenant_per_second\";r=4999;t=1, \"tenant_per_minute\";r=149999;t=\\d+,"
                + " \"tenant_per_hour\";r=2999999;t=\\d+, \"tenant_per_day\";r=29999999;t=\\d+");
    assertThat(ask("GET", "/v1/nothing", key, null).headers().firstValue("RateLimit")).isPresent();
  }

  @Test
  void anAddressThatIsWrittenOtherwiseCountsAsWell() throws Exception {
    var answer = ask("GET", "/%76%31/tenant", key, null);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.headers().firstValue("RateLimit")).isPresent();
  }

  @Test
  void aTenantPastItsLimitIsToldWhichAndUntilWhen() throws Exception {
    limitTenant(new Quota(1_000L, 1_000L, 1_000L, 3L));
    for (int i = 0; i < 3; i++) {
      assertThat(ask("GET", "/v1/tenant", key, null).statusCode()).isEqualTo(200);
    }
    var refused = ask("GET", "/v1/tenant", key, null);
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(json(refused).path("code").asString()).isEqualTo("tenant_rate_limited");
    assertThat(json(refused).path("violated_policies").get(0).asString())
        .isEqualTo("tenant_per_day");
    assertThat(json(refused).path("detail").asString()).contains("3 requests per day");
    assertThat(Long.parseLong(refused.headers().firstValue("Retry-After").orElseThrow()))
        .isBetween(1L, 86_401L);
    assertThat(refused.headers().firstValue("RateLimit").orElseThrow())
        .contains("\"tenant_per_day\";r=0;t=");
    assertThat(refused.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
  }

  @Test
  void aKeysOwnLimitStopsThatKeyAlone() throws Exception {
    var set =
        ask("PUT", "/v1/api-keys/" + keyId + "/limits", key, "{\"per_day\": 2, \"per_hour\": 2}");
    assertThat(set.statusCode()).as(set.body()).isEqualTo(200);
    ask("GET", "/v1/tenant", key, null);
    ask("GET", "/v1/tenant", key, null);
    var refused = ask("GET", "/v1/tenant", key, null);
    assertThat(json(refused).path("code").asString()).isEqualTo("key_rate_limited");
    assertThat(json(refused).path("violated_policies")).hasSize(2);
    var other = world.keys.create(acme, "Other", List.of("*"), null).key();
    assertThat(ask("GET", "/v1/tenant", other, null).statusCode()).isEqualTo(200);
    var read = json(ask("GET", "/v1/api-keys/" + keyId + "/limits", other, null));
    assertThat(read.path("per_day").asInt()).isEqualTo(2);
    ask("PUT", "/v1/api-keys/" + keyId + "/limits", other, "{}");
    assertThat(ask("GET", "/v1/tenant", key, null).statusCode()).isEqualTo(200);
  }

  @Test
  void aKeyCannotHaveMoreThanItsTenant() throws Exception {
    var refused = ask("PUT", "/v1/api-keys/" + keyId + "/limits", key, "{\"per_second\": 5001}");
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(json(refused).path("fields").get(0).path("field").asString())
        .isEqualTo("per_second");
    assertThat(
            ask("PUT", "/v1/api-keys/" + keyId + "/limits", key, "{\"per_second\": 0}")
                .statusCode())
        .isEqualTo(422);
  }

  @Test
  void anotherTenantsKeyIsAMissingOne() throws Exception {
    var globex = world.owner("globex" + number);
    var theirs = world.keys.create(globex, "Theirs", List.of("*"), null).key();
    for (var id : List.of(keyId, UUID.randomUUID())) {
      var path = "/v1/api-keys/" + id + "/limits";
      assertThat(ask("GET", path, theirs, null).statusCode()).isEqualTo(404);
      assertThat(ask("PUT", path, theirs, "{\"per_day\": 1}").statusCode()).isEqualTo(404);
    }
    assertThat(world.bean(KeyLimits.class).get(acme, keyId)).isEqualTo(Quota.NONE);
  }

  @Test
  void aTestKeyHasTheLimitsOfItsTenantAndCountsApart() throws Exception {
    limitTenant(new Quota(null, null, null, 2L));
    var draft = new KeyDraft("Try", KeyMode.TEST, List.of("*"), null, List.of());
    var test = world.keys.create(acme, draft);
    for (int i = 0; i < 2; i++) {
      assertThat(ask("GET", "/v1/tenant", test.key(), null).statusCode()).isEqualTo(200);
    }
    assertThat(ask("GET", "/v1/tenant", test.key(), null).statusCode()).isEqualTo(429);
    assertThat(ask("GET", "/v1/tenant", key, null).statusCode()).isEqualTo(200);
    world.bean(KeyLimits.class).set(acme, test.id(), new Quota(null, null, null, 1L));
    var left = ask("GET", "/v1/tenant", test.key(), null).headers().firstValue("RateLimit-Policy");
    assertThat(left.orElseThrow()).contains("\"key_per_day\";q=1;w=86400");
  }

  @Test
  void limitsAreListedWithWhatIsLeft() throws Exception {
    limitTenant(new Quota(null, null, null, 10L));
    ask("GET", "/v1/tenant", key, null);
    var listed = json(ask("GET", "/v1/limits", key, null));
    assertThat(listed.path("plan").asString()).isEqualTo("free");
    assertThat(listed.path("rows")).hasSize(4);
    var day = listed.path("rows").get(3);
    assertThat(day.path("name").asString()).isEqualTo("tenant_per_day");
    assertThat(day.path("requests").asInt()).isEqualTo(10);
    assertThat(day.path("left").asInt()).isEqualTo(8);
  }

  @Test
  void theOperatorsChangeHoldsAtOnceAndIsAuditedWithItsReason() {
    limitTenant(new Quota(null, null, null, 7L));
    var table = world.bean(LimitTable.class);
    assertThat(table.of(acme).tenant()).isEqualTo(new Quota(10L, 300L, 5_000L, 7L));
    assertThat(world.audit(acme).getFirst())
        .satisfies(
            entry -> {
              assertThat(entry.action()).isEqualTo("accounts.tenant_limit.created");
              assertThat(entry.actorName()).isEqualTo("Olga");
              assertThat(String.valueOf(entry.after())).contains("a test");
            });
    var limits = world.bean(TenantLimits.class);
    limits.change(operator(), acme.tenantId(), "unmetered", Quota.NONE, "grew");
    assertThat(table.of(acme).policies()).isEmpty();
    assertThatThrownBy(() -> limits.change(acme, acme.tenantId(), "unmetered", Quota.NONE, "me"))
        .isInstanceOf(Forbidden.class);
    assertThatThrownBy(
            () -> limits.change(operator(), UUID.randomUUID(), "free", Quota.NONE, "who"))
        .isInstanceOf(NotFound.class);
    assertThatThrownBy(() -> limits.change(operator(), acme.tenantId(), "none", Quota.NONE, "what"))
        .isInstanceOf(Invalid.class);
  }

  @Test
  void aRefusalComesBeforeTheBodyIsRead() throws Exception {
    limitTenant(new Quota(null, null, null, 1L));
    ask("GET", "/v1/tenant", key, null);
    for (var header : List.of("X-Nothing: 1", "Idempotency-Key: a")) {
      try (var socket = new Socket("localhost", URI.create(world.url()).getPort())) {
        var head =
            """
            PATCH /v1/tenant HTTP/1.1
            Host: localhost
            Authorization: Bearer %s
            Content-Type: application/json
            Content-Length: 100000
            %s

            """
                .formatted(key, header)
                .replace("\n", "\r\n");
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        assertThat(firstLine(socket.getInputStream())).contains(" 429 ");
      }
    }
  }

  private static String firstLine(InputStream in) throws Exception {
    var text = new StringBuilder();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      text.append((char) c);
    }
    return text.toString();
  }
}
