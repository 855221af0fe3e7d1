package dev.freehold.accounts.projects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.freehold.accounts.AccountsWorld;
import dev.freehold.accounts.keys.KeyDraft;
import dev.freehold.accounts.keys.KeyMode;
import dev.freehold.accounts.keys.NewApiKey;
import dev.freehold.accounts.limits.Quota;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.error.Conflict;
import dev.freehold.kernel.error.Invalid;
import dev.freehold.kernel.error.NotFound;
import dev.freehold.kernel.http.IfMatch;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Keys that are bound to a project, over HTTP and on two nodes. */
class ProjectKeysTest {

  private static final Duration SOON = Duration.ofSeconds(3);
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static int number;

  private static AccountsWorld here;
  private static AccountsWorld there;
  private static Projects projects;

  private Caller acme;
  private Project red;
  private Project blue;
  private NewApiKey redKey;
  private NewApiKey blueKey;
  private NewApiKey wholeKey;

  @BeforeAll
  static void open() {
    here = new AccountsWorld();
    there = here.anotherNode(Map.of());
    projects = here.bean(Projects.class);
  }

  @AfterAll
  static void close() {
    there.close();
    here.close();
  }

  @BeforeEach
  void twoProjectsWithAKeyEach() {
    acme = here.owner("keys" + ++number);
    red = projects.create(acme, ProjectDraft.named("Red"));
    blue = projects.create(acme, ProjectDraft.named("Blue"));
    redKey = key(acme, red.id());
    blueKey = key(acme, blue.id());
    wholeKey = key(acme, null);
  }

  private static NewApiKey key(Caller maker, @Nullable UUID project) {
    return here.keys.create(maker, KeyDraft.live("Key", List.of("*"), null).inProject(project));
  }

  private record Answer(int status, JsonNode json) {

    String code() {
      return json.path("code").asString();
    }
  }

  private static Answer ask(
      AccountsWorld node, String method, String path, NewApiKey key, @Nullable String body)
      throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(node.url() + path))
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body))
            .header("Authorization", "Bearer " + key.key())
            .header("Content-Type", "application/json")
            .build();
    var answer = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    return new Answer(
        answer.statusCode(),
        new JsonMapper().readTree(answer.body().isEmpty() ? "{}" : answer.body()));
  }

  private static Answer ask(String method, String path, NewApiKey key, @Nullable String body)
      throws Exception {
    return ask(here, method, path, key, body);
  }

  private static List<String> ids(Answer answer) {
    return answer.json().path("rows").valueStream().map(row -> row.path("id").asString()).toList();
  }

  @Test
  void aBoundKeySeesAndChangesItsProjectAlone() throws Exception {
    assertThat(ids(ask("GET", "/v1/projects", redKey, null))).containsExactly(red.id().toString());
    var own = "/v1/projects/" + red.id();
    assertThat(ask("GET", own, redKey, null).status()).isEqualTo(200);
    assertThat(ask("PATCH", own, redKey, "{\"name\": \"Crimson\"}").json().path("name").asString())
        .isEqualTo("Crimson");
    var other = "/v1/projects/" + blue.id();
    for (var call :
        List.of(
            "GET ", "PATCH ", "PUT /pause", "DELETE /pause", "PUT /archive", "DELETE /archive")) {
      var method = call.substring(0, call.indexOf(' '));
      var path = other + call.substring(call.indexOf(' ') + 1);
      var answer = ask(method, path, redKey, method.equals("PATCH") ? "{\"name\": \"x\"}" : null);
      assertThat(answer.status()).as(call).isEqualTo(404);
      assertThat(answer.code()).isEqualTo("project_not_found");
    }
    assertThat(projects.get(acme, blue.id())).isEqualTo(blue);
    assertThat(ask("POST", "/v1/projects", redKey, "{\"name\": \"Green\"}").code())
        .isEqualTo("bound_to_project");
  }

  @Test
  void aBoundKeySeesAndMakesKeysOfItsProjectAlone() throws Exception {
    assertThat(ids(ask("GET", "/v1/api-keys", redKey, null)))
        .containsExactly(redKey.id().toString());
    for (var foreign : List.of(blueKey, wholeKey)) {
      var path = "/v1/api-keys/" + foreign.id();
      assertThat(ask("GET", path, redKey, null).status()).isEqualTo(404);
      assertThat(ask("PUT", path + "/revocation", redKey, "{}").status()).isEqualTo(404);
      assertThat(ask("POST", path + "/roll", redKey, "{\"overlap_seconds\": 0}").status())
          .isEqualTo(404);
      assertThat(ask("GET", path + "/limits", redKey, null).status()).isEqualTo(404);
      assertThat(ask("PUT", path + "/limits", redKey, "{\"per_day\": 5}").status()).isEqualTo(404);
      var verified = ask("POST", "/v1/keys/verify", redKey, "{\"key\": \"" + foreign.key() + "\"}");
      assertThat(verified.json().path("reason").asString()).isEqualTo("not_found");
    }
    var scopes = "\"scopes\": [\"shop.orders:read\"]";
    var made = ask("POST", "/v1/api-keys", redKey, "{\"name\": \"Mine\", " + scopes + "}");
    assertThat(made.json().path("project_id").asString()).isEqualTo(red.id().toString());
    var theirs = "{\"name\": \"x\", " + scopes + ", \"project_id\": \"" + blue.id() + "\"}";
    assertThat(ask("POST", "/v1/api-keys", redKey, theirs).code()).isEqualTo("project_not_found");
    var test = "{\"name\": \"x\", " + scopes + ", \"mode\": \"test\"}";
    assertThat(ask("POST", "/v1/api-keys", redKey, test).status()).isEqualTo(422);
    var rolled =
        ask("POST", "/v1/api-keys/" + redKey.id() + "/roll", redKey, "{\"overlap_seconds\": 0}");
    assertThat(rolled.json().path("project_id").asString()).isEqualTo(red.id().toString());
  }

  @Test
  void whatIsNotOfAProjectIsClosedToABoundKey() throws Exception {
    for (var path :
        List.of("/v1/members", "/v1/tenant", "/v1/audit-log", "/v1/roles", "/v1/access/grants")) {
      var answer = ask("GET", path, redKey, null);
      assertThat(answer.status()).as(path).isEqualTo(403);
      assertThat(answer.code()).isEqualTo("bound_to_project");
      assertThat(ask("GET", path, wholeKey, null).status()).isEqualTo(200);
    }
    var mine = ask("GET", "/v1/access/mine", redKey, null);
    assertThat(mine.json().path("project_id").asString()).isEqualTo(red.id().toString());
  }

  @Test
  void aTestKeyIsOfNoProject() {
    var draft = new KeyDraft("Try", KeyMode.TEST, List.of("*"), null, List.of(), red.id());
    assertThatThrownBy(() -> here.keys.create(acme, draft)).isInstanceOf(Invalid.class);
    var globex = here.owner("globex" + number);
    assertThatThrownBy(() -> key(globex, red.id())).isInstanceOf(NotFound.class);
    projects.archive(acme, red.id());
    assertThatThrownBy(() -> key(acme, red.id())).isInstanceOf(Conflict.class);
  }

  @Test
  void aPausedProjectsKeysAreRefusedOnEveryNodeAndWorkAgainAfterwards() throws Exception {
    assertThat(ask(there, "GET", "/v1/projects", redKey, null).status()).isEqualTo(200);
    projects.pause(acme, red.id());
    var refused = ask("GET", "/v1/projects", redKey, null);
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.code()).isEqualTo("project_paused");
    await()
        .atMost(SOON)
        .until(
            () -> ask(there, "GET", "/v1/projects", redKey, null).code().equals("project_paused"));
    assertThat(ask("GET", "/v1/projects", blueKey, null).status()).isEqualTo(200);
    var verified = ask("POST", "/v1/keys/verify", wholeKey, "{\"key\": \"" + redKey.key() + "\"}");
    assertThat(verified.json().path("reason").asString()).isEqualTo("project_paused");
    assertThat(verified.json().path("valid").asBoolean()).isFalse();
    projects.archive(acme, red.id());
    assertThat(ask("GET", "/v1/projects", redKey, null).json().path("detail").asString())
        .contains("archived");
    projects.restore(acme, red.id());
    projects.resume(acme, red.id());
    assertThat(ask("GET", "/v1/projects", redKey, null).status()).isEqualTo(200);
    await()
        .atMost(SOON)
        .until(() -> ask(there, "GET", "/v1/projects", redKey, null).status() == 200);
  }

  /** Requests that began before the pause may still be answered; none that began after it is. */
  @Test
  void nothingGetsThroughThatBeginsAfterThePauseWhileTheKeyIsInUse() throws Exception {
    var paused = new AtomicBoolean();
    var stop = new AtomicBoolean();
    var late = new ConcurrentLinkedQueue<Integer>();
    var refused = new ConcurrentLinkedQueue<String>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 8; i++) {
        threads.submit(
            () -> {
              while (!stop.get()) {
                var afterPause = paused.get();
                var answer = ask("GET", "/v1/projects/" + red.id(), redKey, null);
                if (answer.status() == 403) {
                  refused.add(answer.code());
                } else if (afterPause) {
                  late.add(answer.status());
                }
              }
              return null;
            });
      }
      await().until(() -> refused.isEmpty() && late.isEmpty());
      projects.pause(acme, red.id());
      paused.set(true);
      await().until(() -> refused.size() > 100);
      stop.set(true);
    }
    assertThat(late).isEmpty();
    assertThat(refused).containsOnly("project_paused");
  }

  @Test
  void aProjectHasAsManyKeysAsItMay() throws Exception {
    var change = new ProjectChange(null, null, null, null, null, 3);
    projects.update(acme, red.id(), change, IfMatch.ANY);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var made =
          threads
              .invokeAll(
                  IntStream.range(0, 6)
                      .<java.util.concurrent.Callable<Boolean>>mapToObj(
                          i ->
                              () -> {
                                try {
                                  return key(acme, red.id()).projectId() != null;
                                } catch (Conflict e) {
                                  assertThat(e.code()).isEqualTo(ProjectsError.TOO_MANY_KEYS);
                                  return false;
                                }
                              })
                      .toList())
              .stream()
              .filter(java.util.concurrent.Future::resultNow);
      assertThat(made).hasSize(2);
    }
    // What takes another's place is not one more.
    var rolled = here.keys.roll(acme, redKey.id(), Duration.ofDays(1), null);
    assertThatThrownBy(() -> key(acme, red.id())).isInstanceOf(Conflict.class);
    here.keys.revoke(acme, rolled.id(), null);
    assertThat(key(acme, red.id()).projectId()).isEqualTo(red.id());
  }

  @Test
  void theKeysOfAProjectShareItsLimits() throws Exception {
    var limits = new Quota(null, null, null, 3L);
    projects.update(
        acme, red.id(), new ProjectChange(null, null, null, null, limits, null), IfMatch.ANY);
    var second = key(acme, red.id());
    ask("GET", "/v1/projects", redKey, null);
    ask("GET", "/v1/projects", second, null);
    var standing = ask("GET", "/v1/limits", redKey, null).json().path("rows");
    assertThat(standing.valueStream().map(row -> row.path("name").asString()))
        .contains("project_per_day");
    var refused = ask("GET", "/v1/projects", second, null);
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.code()).isEqualTo("project_rate_limited");
    assertThat(refused.json().path("violated_policies").get(0).asString())
        .isEqualTo("project_per_day");
    assertThat(ask("GET", "/v1/projects", blueKey, null).status()).isEqualTo(200);
  }

  /** The database itself keeps a caller who is bound to a project from the rest. */
  @Test
  void theDatabaseDecidesInTheStatementItself() throws Exception {
    var bound = Objects.requireNonNull(here.callerOfKey(redKey.key()));
    assertThat(bound.project()).isEqualTo(red.id());
    var db = here.database.tenantDb();
    for (var table : List.of("accounts.project", "accounts.api_key")) {
      var shown =
          db.inTenant(bound, sql -> sql.sql("select id from " + table).query(UUID.class).list());
      assertThat(shown).as(table).hasSize(1);
    }
    assertThat(
            db.<Integer>inTenant(
                bound, sql -> sql.sql("update accounts.api_key set name = 'mine'").update()))
        .isOne();
  }
}
