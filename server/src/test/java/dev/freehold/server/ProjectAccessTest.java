package dev.freehold.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.accounts.keys.ApiKeys;
import dev.freehold.accounts.keys.KeyDraft;
import dev.freehold.server.RouteFiller.Filled;
import dev.freehold.server.TestServer.Answer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every route of the API, asked with a key of another project of the same tenant. */
class ProjectAccessTest {

  private static final TestServer SERVER = TestServer.running();

  /** What such a key may do with an id that is not of its project, and why it is not 404. */
  private static final Map<String, Integer> HARMLESS =
      Map.of(
          "verifyKey", 200, // it says that it does not know the key
          "listLinks", 200, // a filter that matches nothing
          "sendEvents", 200); // each event of the batch is refused by itself

  private static Content content;
  private static String ownKey;
  private static String otherKey;
  private static Map<String, String> before = Map.of();

  @BeforeAll
  static void twoProjectsOfOneTenant() {
    content = Content.of(Organisation.signUp("projects"));
    ownKey = key(UUID.fromString(content.projectId()));
    otherKey = content.owner().otherProjectKey();
    before = seen();
  }

  @AfterAll
  static void theProjectIsAsItWas() {
    assertThat(seen()).isEqualTo(before);
  }

  private static String key(UUID project) {
    var draft = KeyDraft.live("bound", List.of("*"), null).inProject(project);
    return SERVER.bean(ApiKeys.class).create(content.owner().owner(), draft).key();
  }

  /** What the project's own key sees of it. */
  private static Map<String, String> seen() {
    var seen = new TreeMap<String, String>();
    for (var route : routes()) {
      if (route.method().equals("GET") && opens(route)) {
        var path = RouteFiller.fill(route, content, true).path();
        var answer = SERVER.ask("GET", path, ownKey, null);
        assertThat(answer.status()).as(route + " " + answer.body()).isEqualTo(200);
        seen.put(route.pattern(), SameAnswer.withoutNow(answer.body()));
      }
    }
    return seen;
  }

  /** The content's key is of the whole tenant, so the project's own key does not reach it. */
  private static boolean opens(Route route) {
    return route.isForProjects() && !route.pattern().startsWith("/v1/api-keys/{id}");
  }

  static List<Route> routes() {
    return Route.ofTheApi();
  }

  @ParameterizedTest
  @MethodSource("routes")
  void aKeyOfAnotherProjectLearnsNothingAndChangesNothing(Route route) {
    for (var optional : List.of(true, false)) {
      var request = RouteFiller.fill(route, content, optional);
      var answer = ask(route, request);
      if (!route.isForProjects()) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(403);
        assertThat(answer.json().path("code").asString())
            .isEqualTo(route.isOfOperator() ? "forbidden" : "bound_to_project");
      } else if (HARMLESS.containsKey(route.operation())) {
        assertThat(answer.status())
            .as(answer.body())
            .isEqualTo(HARMLESS.get(route.operation()).intValue());
      } else if (!request.named().isEmpty()) {
        assertThat(answer.status()).as(answer.body()).isIn(404, optional ? 404 : 400);
      } else {
        assertThat(answer.status()).as(answer.body()).isBetween(200, 299);
      }
      if (route.operation().equals("sendEvents")) {
        assertThat(answer.json().path("accepted").asInt()).isZero();
      }
      assertNothingOf(answer, request);
    }
  }

  @ParameterizedTest
  @MethodSource("routes")
  void anotherProjectsThingAndAMissingOneGetTheSameAnswer(Route route) {
    var theirs = RouteFiller.fill(route, content, true);
    if (!route.isForProjects() || theirs.named().isEmpty()) {
      return;
    }
    var nobodys = RouteFiller.fill(route, Content.missing(content.owner()), true);
    if (route.pattern().startsWith("/v1/api-keys/")) {
      var missing = UUID.randomUUID().toString();
      nobodys =
          new Filled(
              nobodys.path().replace(content.owner().keyId().toString(), missing),
              nobodys.body(),
              List.of(missing));
    }
    assertThat(SameAnswer.of(ask(route, theirs), theirs))
        .isEqualTo(SameAnswer.of(ask(route, nobodys), nobodys));
  }

  @Test
  void someRoutesAreForProjects() {
    assertThat(routes().stream().filter(Route::isForProjects)).hasSizeGreaterThan(20);
  }

  private static Answer ask(Route route, Filled request) {
    return SERVER.ask(route.method(), request.path(), otherKey, request.body());
  }

  private static void assertNothingOf(Answer answer, Filled request) {
    var body = answer.body();
    for (var named : request.named()) {
      body = body.replace(named, "");
    }
    for (var id : content.ids()) {
      if (!id.equals(content.owner().tenantId().toString())) {
        assertThat(body).doesNotContain(id);
      }
    }
  }
}
