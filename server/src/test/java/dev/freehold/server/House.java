package dev.freehold.server;

import dev.freehold.accounts.operator.Impersonations;
import dev.freehold.accounts.sessions.Sessions;
import dev.freehold.accounts.sessions.SignUps;
import dev.freehold.kernel.Actor;
import dev.freehold.kernel.Caller;
import java.time.Duration;
import java.util.UUID;

/** The tenant of whoever runs the test server. */
final class House {

  private static final TestServer SERVER = TestServer.running();
  private static final String EMAIL = "operator@house.example";
  private static final SignUps.SignedUp OPERATOR =
      SERVER
          .bean(SignUps.class)
          .createOperator(
              new SignUps.SignUp(EMAIL, "Operator", Organisation.PASSWORD, "House", "house"));

  private static final String ACCESS_TOKEN =
      SERVER
          .ask(
              "POST",
              "/v1/tokens",
              null,
              "{\"email\": \"%s\", \"password\": \"%s\"}".formatted(EMAIL, Organisation.PASSWORD))
          .json()
          .path("access_token")
          .asString();

  private House() {}

  /** The token of a new session of the operator. */
  static String session() {
    return SERVER
        .bean(Sessions.class)
        .signIn(EMAIL, Organisation.PASSWORD, UUID.randomUUID().toString());
  }

  /** A token of the operator for the API, of a sign-in a moment ago. */
  static String accessToken() {
    return ACCESS_TOKEN;
  }

  /** The operator acts as the owner for a while, which is over when this returns. */
  static void visit(Organisation organisation) {
    var session = session();
    var operator =
        new Caller(
            OPERATOR.tenantId(),
            new Actor(Actor.Kind.USER, OPERATOR.userId(), "Operator"),
            Organisation.operator().permissions(),
            "req_visit",
            null);
    SERVER
        .bean(Impersonations.class)
        .start(
            operator,
            session,
            organisation.tenantId(),
            organisation.ownerId(),
            organisation.name(),
            Duration.ofMinutes(1),
            false);
    SERVER.bean(Sessions.class).signOut(session);
  }
}
