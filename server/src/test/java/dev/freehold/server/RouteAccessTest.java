package dev.freehold.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freehold.accounts.Role;
import dev.freehold.accounts.keys.ApiKeys;
import dev.freehold.kernel.access.Permissions;
import dev.freehold.server.RouteFiller.Filled;
import dev.freehold.server.TestServer.Answer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every route of the API, asked by those who may not, and by another tenant. */
class RouteAccessTest {

  private static final TestServer SERVER = TestServer.running();

  private static Content victim;
  private static Content weak;
  private static String testKey;
  private static Map<String, String> before = Map.of();

  @BeforeAll
  static void aTenantWithSomethingOfEverything() {
    victim = Content.of(Organisation.signUp("victim"));
    weak = Content.of(Organisation.signUp("weak"));
    await()
        .until(
            () -> ask(victim.owner(), "/v1/jobs/" + victim.jobId()).body().contains("succeeded"));
    testKey = victim.owner().testKey();
    before = whatTheVictimSees();
  }

  @AfterAll
  static void theVictimSeesWhatItSawBefore() {
    whatTheVictimSees()
        .forEach((path, body) -> assertThat(body).as(path).isEqualTo(before.get(path)));
  }

  /** The answers to all its questions. */
  private static Map<String, String> whatTheVictimSees() {
    var seen = new TreeMap<String, String>();
    for (var route : Route.ofTheApi()) {
      if (route.method().equals("GET") && !route.isOfOperator()) {
        var answer = ask(victim.owner(), RouteFiller.fill(route, victim, true).path());
        assertThat(answer.status()).as(route + " " + answer.body()).isEqualTo(200);
        seen.put(route.pattern(), SameAnswer.withoutNow(answer.body()));
      }
    }
    return seen;
  }

  private static Answer ask(Organisation organisation, String path) {
    return SERVER.ask("GET", path, organisation.key(), null);
  }

  static List<Route> routes() {
    return Route.ofTheApi();
  }

  @Test
  void keysThatAreNoneOpenNothing() {
    var closed = Organisation.signUp("closed");
    assertThat(SERVER.ask("DELETE", "/v1/tenant", closed.key(), null).status()).isEqualTo(204);
    var revoked = Organisation.signUp("revoked");
    SERVER.bean(ApiKeys.class).revoke(revoked.owner(), revoked.keyId(), null);
    var real = victim.owner().key();
    var headers =
        List.of(
            Map.<String, String>of(),
            Map.of("Authorization", "Bearer"),
            Map.of("Authorization", "Bearer not-a-key"),
            Map.of("Authorization", "Bearer " + real.substring(0, real.length() - 1)),
            Map.of("Authorization", "Bearer " + real + "x"),
            Map.of("Authorization", "Bearer " + otherSecret(real)),
            Map.of("Authorization", "Basic " + real),
            Map.of("Cookie", "fh_session=" + victim.owner().sessionOf(Role.OWNER)),
            Map.of("Authorization", "Bearer " + closed.key()),
            Map.of("Authorization", "Bearer " + revoked.key()));
    for (var route : routes()) {
      for (var header : headers) {
        var request = RouteFiller.fill(route, victim, true);
        var answer = SERVER.send(route.method(), request.path(), json(header), request.body());
        assertThat(answer.status()).as(route + " " + header).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
        assertThat(answer.json().path("code").asString()).isEqualTo("unauthenticated");
        assertNothingOf(answer, request);
      }
    }
  }

  private static Map<String, String> json(Map<String, String> header) {
    var headers = new TreeMap<>(header);
    headers.put("Content-Type", "application/json");
    return headers;
  }

  /** A key of the right form with another secret, its checksum not matching any more. */
  private static String otherSecret(String key) {
    var at = key.length() - 20;
    return key.substring(0, at) + (key.charAt(at) == 'a' ? 'b' : 'a') + key.substring(at + 1);
  }

  @ParameterizedTest
  @MethodSource("routes")
  void aKeyWithoutThePermissionIsForbidden(Route route) {
    var others =
        Role.OWNER.permissions(SERVER.bean(Permissions.class)).stream()
            .filter(permission -> !permission.equals(route.permission()))
            .toArray(String[]::new);
    var request = RouteFiller.fill(route, weak, true);
    var answer = send(route, request, weak.owner().keyWith(others));
    assertThat(answer.status()).as(answer.body()).isEqualTo(403);
    assertThat(answer.json().path("code").asString()).isEqualTo("forbidden");
    assertThat(answer.json().path("detail").asString())
        .contains(Objects.requireNonNull(route.permission()));
  }

  @ParameterizedTest
  @MethodSource("routes")
  void anotherTenantLearnsNothingAndChangesNothing(Route route) {
    for (var optional : List.of(true, false)) {
      var request = RouteFiller.fill(route, victim, optional);
      var stranger = Organisation.signUp("stranger");
      var answer = send(route, request, stranger.key());
      assertThat(answer.status()).as(answer.body()).isEqualTo(promised(route, request));
      assertNothingOf(answer, request);
      if (route.operation().equals("sendEvents")) {
        assertThat(answer.json().path("accepted").asInt()).isZero();
      }
    }
  }

  private static int promised(Route route, Filled request) {
    if (route.isOfOperator()) {
      return 403;
    }
    var harmless = Harmless.OPERATIONS.get(route.operation());
    if (harmless != null) {
      return harmless.status();
    }
    var asksForTheirs = !request.named().isEmpty() && !isJourneyOfAnyApp(route, request);
    if (asksForTheirs) {
      return 404;
    }
    return switch (route.method()) {
      case "POST" -> route.operation().startsWith("ask") ? 200 : 201;
      case "DELETE" -> 204;
      default -> 200;
    };
  }

  /** Without an app it is the journey of the caller's own person of that id, who did nothing. */
  private static boolean isJourneyOfAnyApp(Route route, Filled request) {
    return route.operation().equals("getJourney") && !request.named().contains(victim.appId());
  }

  @ParameterizedTest
  @MethodSource("routes")
  void anothersThingAndAMissingOneGetTheSameAnswer(Route route) {
    var stranger = Organisation.signUp("stranger");
    var missing = Content.missing(stranger);
    var theirs = RouteFiller.fill(route, victim, true);
    var nobodys = RouteFiller.fill(route, missing, true);
    if (theirs.named().isEmpty() || route.operation().startsWith("erase")) {
      return;
    }
    if (route.pattern().startsWith("/v1/api-keys/") || route.operation().equals("explainAccess")) {
      nobodys =
          new Filled(
              nobodys.path().replace(stranger.keyId().toString(), missing.appId()),
              nobodys.body(),
              List.of(missing.appId()));
    }
    assertThat(SameAnswer.of(send(route, theirs, stranger.key()), theirs))
        .isEqualTo(SameAnswer.of(send(route, nobodys, stranger.key()), nobodys));
  }

  /** The sandbox is a tenant of its own: what is refused there is refused to strangers too. */
  @ParameterizedTest
  @MethodSource("routes")
  void aTestKeyReachesNothingOfTheLiveData(Route route) {
    var request = RouteFiller.fill(route, victim, true);
    var answer = send(route, request, testKey);
    var permission = Objects.requireNonNull(route.permission());
    if (permission.startsWith("accounts.") && !permission.equals("accounts.tenant:read")) {
      assertThat(answer.status()).as(answer.body()).isEqualTo(403);
    } else {
      assertThat(answer.status()).as(answer.body()).isEqualTo(promised(route, request));
    }
    if (!route.operation().equals("listAuditEntries")) { // who made the sandbox stands there
      assertNothingOf(answer, request);
    }
  }

  @Test
  void theListsOfANewTenantHoldNothingButWhatEveryTenantBeginsWith() {
    var stranger = Organisation.signUp("stranger");
    var beginnings =
        List.of(
            "/v1/analytics/retention",
            "/v1/api-keys",
            "/v1/audit-log",
            "/v1/limits",
            "/v1/members");
    for (var route : routes()) {
      var request = RouteFiller.fill(route, victim, false);
      if (route.method().equals("GET") && request.named().isEmpty()) {
        var rows = ask(stranger, request.path()).json().path("rows");
        assertThat(rows.isEmpty())
            .as(route.pattern())
            .isEqualTo(!beginnings.contains(route.pattern()));
      }
    }
  }

  private static Answer send(Route route, Filled request, String key) {
    return SERVER.ask(route.method(), request.path(), key, request.body());
  }

  /** Nothing of the victim's but what the request itself named. */
  private static void assertNothingOf(Answer answer, Filled request) {
    var body = answer.body();
    for (var named : request.named()) {
      body = body.replace(named, "");
    }
    assertThat(body).doesNotContain(victim.owner().name()).doesNotContain(victim.owner().key());
    for (var id : victim.ids()) {
      assertThat(body).doesNotContain(id);
    }
  }
}
