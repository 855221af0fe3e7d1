package dev.freehold.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.accounts.Role;
import dev.freehold.kernel.access.Permissions;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every page of the console, asked for by those who may not see it. */
class ConsoleAccessTest {

  private static final TestServer SERVER = TestServer.running();
  private static final Map<Role, String> SESSIONS = new EnumMap<>(Role.class);

  private static Content victim;
  private static String stranger;

  @BeforeAll
  static void membersInEveryRoleAndAStranger() {
    victim = Content.of(Organisation.signUp("victim"));
    for (var role : Role.builtIn()) {
      SESSIONS.put(role, victim.owner().sessionOf(role));
    }
    stranger = Organisation.signUp("stranger").sessionOf(Role.OWNER);
  }

  static List<Route> routes() {
    return Route.ofTheConsole();
  }

  @ParameterizedTest
  @MethodSource("routes")
  void withoutASessionTheWayLeadsToTheLogin(Route route) {
    var request = RouteFiller.fill(route, victim, true);
    for (var headers :
        List.of(
            Map.<String, String>of(),
            Map.of("Cookie", "fh_session=no-such-session"),
            Map.of("Authorization", "Bearer " + victim.owner().key()))) {
      var answer = SERVER.send(route.method(), request.path(), headers, null);
      if (route.method().equals("GET")) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(302);
        assertThat(answer.header("Location")).contains("/login?next=");
      } else {
        assertThat(answer.status()).as(answer.body()).isEqualTo(403);
      }
      assertThat(answer.body()).doesNotContain(victim.owner().name());
    }
  }

  @ParameterizedTest
  @MethodSource("routes")
  void aFormWithoutItsTokenIsRefused(Route route) {
    if (route.method().equals("POST")) {
      var request = RouteFiller.fill(route, victim, true);
      var cookie = Map.of("Cookie", "fh_session=" + SESSIONS.get(Role.OWNER));
      assertThat(SERVER.send("POST", request.path(), cookie, null).status()).isEqualTo(403);
    }
  }

  @ParameterizedTest
  @MethodSource("routes")
  void aRoleSeesOnlyWhatItMay(Route route) {
    var permissions = SERVER.bean(Permissions.class);
    for (var role : Role.builtIn()) {
      if (!role.permissions(permissions).contains(route.permission())) {
        var answer =
            Browser.visit(
                route, RouteFiller.fill(route, victim, true), String.valueOf(SESSIONS.get(role)));
        assertThat(answer.status()).as(role + " " + answer.body()).isEqualTo(403);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("routes")
  void anotherTenantsPagesShowNothingOfTheVictim(Route route) {
    var request = RouteFiller.fill(route, victim, true);
    var answer = Browser.visit(route, request, stranger);
    assertThat(answer.status()).as(answer.body()).isLessThan(500);
    if (route.pattern().startsWith("/console/operator/")) {
      assertThat(answer.status()).as(answer.body()).isEqualTo(403);
    } else if (route.pattern().contains("{")) {
      assertThat(answer.status()).as(answer.body()).isEqualTo(404);
    }
    var body = answer.body();
    for (var named : request.named()) {
      body = body.replace(named, "");
    }
    assertThat(body).doesNotContain(victim.owner().name());
    for (var id : victim.ids()) {
      assertThat(body).doesNotContain(id);
    }
  }

  @Test
  void aSessionMovesOnlyToTenantsOfItsPerson() {
    var tenant = "/console/tenant?tenant=" + victim.owner().tenantId();
    var answer = SERVER.send("POST", tenant, Browser.form(stranger), "");
    assertThat(answer.status()).as(answer.body()).isEqualTo(404);
    assertThat(answer.body()).doesNotContain(victim.owner().name());
  }
}
