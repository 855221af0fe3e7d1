package dev.freehold.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.server.TestServer.Answer;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Nobody sets what a body does not offer, such as whose a thing is: it is refused by name. */
class MassAssignmentTest {

  private static final List<String> PLANTED =
      List.of("tenant_id", "operator", "version", "created_at", "secret_hash", "__proto__");

  private static Content victim;
  private static Content own;

  @BeforeAll
  static void tenants() {
    victim = Content.of(Organisation.signUp("victim"));
    own = Content.of(Organisation.signUp("own"));
  }

  static List<Route> routes() {
    return Route.ofTheApi().stream()
        .filter(route -> body(route) instanceof String body && body.contains("{"))
        .toList();
  }

  private static String body(Route route) {
    return Objects.requireNonNullElse(
        RouteFiller.fill(route, Content.missing(Organisation.signUp("shape")), true).body(), "");
  }

  @ParameterizedTest
  @MethodSource("routes")
  void whatABodyDoesNotOfferIsRefusedByName(Route route) {
    var request = RouteFiller.fill(route, own, true);
    for (var field : PLANTED) {
      var planted = "\"%s\": \"%s\", ".formatted(field, victim.owner().tenantId());
      var body = Objects.requireNonNull(request.body()).replaceFirst("\\{", "{" + planted);
      var bearer = route.isOfOperator() ? House.accessToken() : own.owner().key();
      var answer = TestServer.running().ask(route.method(), request.path(), bearer, body);
      assertThat(isRefused(answer)).as(field + ": " + answer.body()).isTrue();
      assertThat(answer.body()).contains(field);
    }
  }

  /** A batch is answered event by event. */
  private static boolean isRefused(Answer answer) {
    return answer.json().path("code").asString("").equals("unknown_field")
        || (answer.status() == 200 && answer.json().path("accepted").asInt(-1) == 0);
  }
}
