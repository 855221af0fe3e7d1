package dev.freehold.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freehold.accounts.Role;
import dev.freehold.kernel.access.Permissions;
import dev.freehold.kernel.db.Databases;
import dev.freehold.kernel.db.IsolationKit;
import dev.freehold.kernel.db.IsolationKit.Attack;
import dev.freehold.server.RouteFiller.Filled;
import dev.freehold.server.TestServer.Answer;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Writes down what every attack on every route and table comes to, in docs/isolation.md. */
class IsolationMatrixTest {

  private static final TestServer SERVER = TestServer.running();

  private static final Map<Role, String> SESSIONS = new EnumMap<>(Role.class);

  private static Content victim;
  private static Content allowed;
  private static Organisation stranger;
  private static Content suspended;
  private static String suspendedSession;
  private static String strangersSession;
  private static String testKey;
  private static String otherProject;

  @BeforeAll
  static void tenants() {
    victim = Content.of(Organisation.signUp("victim"));
    allowed = Content.of(Organisation.signUp("allowed"));
    for (var role : Role.builtIn()) {
      SESSIONS.put(role, victim.owner().sessionOf(role));
    }
    stranger = Organisation.signUp("stranger");
    strangersSession = stranger.sessionOf(Role.OWNER);
    testKey = victim.owner().testKey();
    otherProject = victim.owner().otherProjectKey();
    suspended = Content.of(Organisation.signUp("suspended"));
    suspendedSession = suspended.owner().sessionOf(Role.OWNER);
    SERVER
        .database()
        .superuser()
        .sql("update accounts.tenant set suspended_at = now() where tenant_id = :tenant")
        .param("tenant", suspended.owner().tenantId())
        .update();
    await()
        .until(
            () -> SERVER.ask("GET", "/v1/tenant", suspended.owner().key(), null).status() == 403);
  }

  @Test
  void theMatrixIsCommitted() throws IOException {
    GeneratedFile.check(
        "docs/isolation.md",
        """
        # Isolation, attack by attack

        What every attack on every route, page and table comes to, as `IsolationMatrixTest` saw it in
        the running program; the build fails when one comes to something else. The same tests run
        once more through PgBouncer in transaction mode, with one connection for all tenants.

        ## Routes of the API

        - *No key*: without a key, and with a session's cookie instead of one.
        - *Suspended*: the key of a tenant that the operator suspended, for its own things. It is
          403 and not 401, to tell whoever holds the secret why (`tenant_suspended`).
        - *Other permissions*: a key of the same tenant that holds every permission but the one needed.
        - *Test key*: a key to the sandbox, for things of the live tenant.
        - *Other project*: a key of the same tenant that is bound to another project than the thing,
          with every permission; 403 where a route is not of a single project.
        - *Stranger*: another tenant's key, for this tenant's things; why it is not 404 where it is
          not. *Own* means that the route names no thing, and answers with the stranger's own.
        - *Missing*: whether a stranger gets the same answer, word for word, for an id that nobody has.
        - *Allowed*: the owner's key, so that the rest is not refused for another reason; the
          operator's token for the routes that are the operator's.

        | route | needs | no key | suspended | other permissions | test key | other project | stranger | missing | allowed |
        |---|---|--:|--:|--:|--:|--:|---|---|--:|
        %s

        ## Pages of the console

        - *No session*: leads to the login, or is refused for a form.
        - *Other role*: the weakest built-in role that lacks the permission.
        - *No token*: the owner's form without the token against forged ones.

        | page | needs | no session | suspended | other role | stranger | no token |
        |---|---|--:|--:|--:|--:|--:|
        %s

        ## Open to everybody

        Routes that ask for no permission, and why.

        | route | why |
        |---|---|
        %s

        ## Tables

        As the role that the program uses, from another tenant. *Insert theirs as mine* takes over all
        values of a row, ids that it refers to and unique ones included: it tells nothing when what is
        referred to is as missing as nobody's, and what is unique is free.

        | table | %s |
        |---|%s
        %s
        """
            .formatted(
                lines(Route.ofTheApi(), IsolationMatrixTest::api),
                lines(Route.ofTheConsole(), IsolationMatrixTest::page),
                lines(
                    Route.all().stream().filter(route -> route.openBecause() != null).toList(),
                    route ->
                        "| `%s %s` | %s |"
                            .formatted(route.method(), route.pattern(), route.openBecause())),
                Arrays.stream(Attack.values())
                    .map(Attack::title)
                    .collect(Collectors.joining(" | ")),
                "---|".repeat(Attack.values().length),
                tables()));
  }

  @Test
  void behindPgBouncerOneConnectionServesAllTenants() {
    var connections =
        SERVER
            .database()
            .superuser()
            .sql(
                """
                select count(*) from pg_stat_activity
                where datname = current_database() and usename = 'freehold_app'
                  and application_name <> 'freehold-direct'
                """)
            .query(Integer.class)
            .single();
    assertThat(connections).isBetween(1, SERVER.isBounced() ? 1 : 8);
  }

  private static String lines(List<Route> routes, Function<Route, String> line) {
    return routes.stream().map(line).collect(Collectors.joining("\n"));
  }

  private static String api(Route route) {
    var request = RouteFiller.fill(route, victim, true);
    var cells = new LinkedHashMap<String, String>();
    cells.put("no key", both(ask(route, request, null), byCookie(route, request)));
    cells.put(
        "suspended",
        status(ask(route, RouteFiller.fill(route, suspended, true), suspended.owner().key())));
    cells.put(
        "permissions", status(ask(route, request, victim.owner().keyWith(othersThan(route)))));
    cells.put("test", status(ask(route, request, testKey)));
    cells.put("project", status(ask(route, request, otherProject)));
    cells.put("stranger", stranger(route, request));
    cells.put("missing", missing(route, request));
    cells.put("allowed", allowed(route));
    assertThat(cells).containsEntry("no key", "401").containsEntry("suspended", "403");
    assertThat(cells).as(route.toString()).containsEntry("permissions", "403");
    assertThat(cells.get("allowed")).as(route.toString()).startsWith(promised(route));
    assertThat(cells.get("missing")).as(route.toString()).isNotEqualTo("differs");
    return row(route, cells);
  }

  /** No server of the DNS answers the tests, so no domain can be proven here. */
  private static String promised(Route route) {
    return switch (route.operation()) {
      case "verifyDomain" -> "503";
      case "proveSsoDomain" -> "502";
      default -> "20";
    };
  }

  private static String row(Route route, Map<String, String> cells) {
    return "| `%s %s` | `%s` | %s |"
        .formatted(
            route.method(),
            route.pattern(),
            route.permission(),
            String.join(" | ", cells.values()));
  }

  private static String both(Answer one, Answer other) {
    return one.status() == other.status() ? status(one) : status(one) + ", " + status(other);
  }

  /** Whoever may delete something of their own does so in a tenant that is there for it alone. */
  private static String stranger(Route route, Filled request) {
    var own = route.method().equals("DELETE") ? Organisation.signUp("stranger") : stranger;
    var status = ask(route, request, own.key()).status();
    var harmless = Harmless.OPERATIONS.get(route.operation());
    if (harmless != null) {
      return status + ": " + harmless.because();
    }
    return request.named().isEmpty() && status < 300 ? status + ", own" : Integer.toString(status);
  }

  private static String missing(Route route, Filled request) {
    if (request.named().isEmpty() || Harmless.OPERATIONS.containsKey(route.operation())) {
      return "";
    }
    var nobodys = RouteFiller.fill(route, Content.missing(allowed.owner()), true);
    var theirs = SameAnswer.of(ask(route, request, stranger.key()), request);
    return theirs.equals(SameAnswer.of(ask(route, nobodys, stranger.key()), nobodys))
        ? "same"
        : "differs";
  }

  /** What is changed is a thing of a tenant that is there for it alone. */
  private static String allowed(Route route) {
    var isSpoiled = route.pattern().contains("{") || route.method().equals("DELETE");
    var content =
        isSpoiled && !route.method().equals("GET")
            ? Content.of(Organisation.signUp("allowed"))
            : allowed;
    var bearer = route.isOfOperator() ? House.accessToken() : content.owner().key();
    return status(ask(route, RouteFiller.fill(route, content, true), bearer));
  }

  private static String[] othersThan(Route route) {
    return Role.OWNER.permissions(SERVER.bean(Permissions.class)).stream()
        .filter(permission -> !permission.equals(route.permission()))
        .toArray(String[]::new);
  }

  private static Answer ask(Route route, Filled request, @Nullable String key) {
    return SERVER.ask(route.method(), request.path(), key, request.body());
  }

  private static Answer byCookie(Route route, Filled request) {
    var headers =
        Map.of("Cookie", "fh_session=" + strangersSession, "Content-Type", "application/json");
    return SERVER.send(route.method(), request.path(), headers, request.body());
  }

  private static String page(Route route) {
    var request = RouteFiller.fill(route, victim, true);
    var cells = new LinkedHashMap<String, String>();
    cells.put("no session", status(SERVER.send(route.method(), request.path(), Map.of(), null)));
    var cookie = Map.of("Cookie", "fh_session=" + suspendedSession);
    cells.put(
        "suspended",
        status(
            SERVER.send(
                route.method(), RouteFiller.fill(route, suspended, true).path(), cookie, null)));
    cells.put("role", otherRole(route, request));
    cells.put("stranger", status(Browser.visit(route, request, strangersSession)));
    cells.put(
        "token",
        route.method().equals("GET")
            ? ""
            : status(
                SERVER.send(
                    route.method(),
                    request.path(),
                    Map.of("Cookie", "fh_session=" + strangersSession),
                    null)));
    return row(route, cells);
  }

  private static String otherRole(Route route, Filled request) {
    var permissions = SERVER.bean(Permissions.class);
    return Role.builtIn().reversed().stream()
        .filter(
            role ->
                !role.permissions(permissions).contains(Objects.requireNonNull(route.permission())))
        .findFirst()
        .map(role -> status(Browser.visit(route, request, String.valueOf(SESSIONS.get(role)))))
        .orElse("every role may");
  }

  private static String tables() {
    var attacker = Content.of(Organisation.signUp("attacker")).owner();
    var report =
        IsolationKit.attack(
            SERVER.database(),
            TestServer.running().bean(Databases.class).application(),
            TenancyTest.rules(SERVER.database()).tenantTables(),
            attacker.tenantId(),
            victim.owner().tenantId());
    assertThat(report.leaks()).isEmpty();
    return report.outcomes().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(
            entry ->
                "| `%s` | %s |"
                    .formatted(
                        entry.getKey(),
                        Arrays.stream(Attack.values())
                            .map(attack -> entry.getValue().getOrDefault(attack, ""))
                            .collect(Collectors.joining(" | "))))
        .collect(Collectors.joining("\n"));
  }

  private static String status(Answer answer) {
    return Integer.toString(answer.status());
  }
}
