package dev.freehold.analytics.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.freehold.analytics.AnalyticsServer;
import dev.freehold.analytics.Http;
import dev.freehold.analytics.Stored;
import dev.freehold.kernel.error.Invalid;
import dev.freehold.kernel.jobs.Job;
import dev.freehold.kernel.jobs.Jobs;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PersonErasuresTest {

  private static final AnalyticsServer SERVER = AnalyticsServer.running();
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final AnalyticsServer.Tenant tenant = SERVER.newTenant();
  private final Http http = SERVER.http(tenant);

  /** Names that appear nowhere else in the files, so that finding none means none is left. */
  private final String anna = "anna-" + UUID.randomUUID();

  private final String cart = "cart-" + UUID.randomUUID();
  private final String device = "device-" + UUID.randomUUID();
  private final String berta = "berta-" + UUID.randomUUID();

  private void track(Http to, String person) {
    sent(to, "/v1/events", Map.of("name", "opened", "person_id", person));
  }

  private void alias(String alias, String person) {
    sent(http, "/v1/events", Map.of("kind", "alias", "person_id", person, "alias", alias));
  }

  private static void sent(Http to, String path, Map<String, String> event) {
    var answer = to.post(path, event);
    assertThat(answer.json().path("accepted").asInt()).as(answer.body()).isOne();
  }

  private void use(String person) {
    var id = UUID.randomUUID().toString();
    sent(http, "/v1/usage", Map.of("request_id", id, "type", "chat", "user_id", person));
    sent(
        http,
        "/v1/usage/mcp",
        Map.of("call_id", id, "server_id", id, "tool", "search", "user_id", person));
  }

  private Job erase(String person) {
    var jobs = SERVER.bean(Jobs.class);
    var begun = SERVER.bean(PersonErasures.class).begin(tenant.caller(), person);
    return await()
        .atMost(LIMIT)
        .until(
            () -> jobs.get(tenant.caller(), begun.id()), job -> job.state() == Job.State.SUCCEEDED);
  }

  private List<String> people() {
    return Stored.texts(tenant, "select distinct person_id from {analytics_events}");
  }

  @Test
  void nothingOfAPersonIsLeftUnderAnyIdThatWasTheirs() {
    track(http, device);
    track(http, cart);
    track(http, anna);
    alias(cart, anna);
    alias(device, cart);
    use(anna);
    use(cart);
    track(http, berta);
    use(berta);
    for (var id : List.of(anna, cart, device)) {
      assertThat(Stored.filesWith(id)).as("the search finds what is there").isNotEmpty();
    }

    var job = erase(anna);

    assertThat(Objects.requireNonNull(job.result()).path("erased_rows").asInt())
        .as("five events, two uses of a model, two of a tool, two ties")
        .isEqualTo(11);
    for (var id : List.of(anna, cart, device)) {
      assertThat(Stored.filesWith(id)).isEmpty();
    }
    assertThat(people()).containsExactly(berta);
    assertThat(Stored.texts(tenant, "select user_id from {usage_events}")).containsExactly(berta);
    assertThat(Stored.texts(tenant, "select user_id from {mcp_usage}")).containsExactly(berta);
    assertThat(Stored.texts(tenant, "select alias from {analytics_aliases}")).isEmpty();
  }

  @Test
  void whoIsErasedUnderAnAliasTakesTheTieAlongAndLeavesTheOtherPerson() {
    track(http, cart);
    track(http, anna);
    alias(cart, anna);
    erase(cart);
    assertThat(people()).containsExactly(anna);
    assertThat(Stored.texts(tenant, "select alias from {analytics_aliases}")).isEmpty();
  }

  @Test
  void anotherTenantsPersonOfTheSameIdStays() {
    var other = SERVER.newTenant();
    track(http, anna);
    track(SERVER.http(other), anna);
    erase(anna);
    assertThat(people()).isEmpty();
    assertThat(Stored.texts(other, "select person_id from {analytics_events}"))
        .containsExactly(anna);
  }

  @Test
  void neitherTheJobNorTheAuditLogKeepsWhoWasErased() {
    track(http, anna);
    erase(anna);
    for (var table : List.of("kernel.job", "kernel.audit_log", "kernel.scheduled_task")) {
      var rows =
          SERVER
              .database()
              .superuser()
              .sql("select count(*) from " + table + " t where t::text like :name")
              .param("name", "%" + anna + "%")
              .query(Long.class)
              .single();
      assertThat(rows).as(table).isZero();
    }
  }

  @Test
  void overHttpTheErasureIsAJobThatCanBeAskedFor() {
    track(http, anna);
    var begun = http.delete("/v1/analytics/people/" + anna);
    assertThat(begun.status()).isEqualTo(202);
    assertThat(begun.body()).doesNotContain(anna);
    var path = "/v1/jobs/" + begun.json().path("id").asString();
    await()
        .atMost(LIMIT)
        .until(() -> http.get(path).json().path("state").asString().equals("succeeded"));
    assertThat(people()).isEmpty();
  }

  @Test
  void anIdThatCannotBeIsRefused() {
    var erasures = SERVER.bean(PersonErasures.class);
    for (var id : List.of("", "x".repeat(256), "a\nb")) {
      assertThatThrownBy(() -> erasures.begin(tenant.caller(), id)).isInstanceOf(Invalid.class);
    }
  }
}
