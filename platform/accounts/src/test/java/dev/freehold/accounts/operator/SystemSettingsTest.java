package dev.freehold.accounts.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freehold.accounts.AccountsWorld;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the operator sets for the installation, and maintenance, on two nodes. */
class SystemSettingsTest {

  private static final String SETTINGS = "/v1/operator/settings/";

  /** Far beyond the milliseconds that the news of a change takes. */
  private static final Duration SOON = Duration.ofSeconds(3);

  private static AccountsWorld here;
  private static AccountsWorld there;
  private static Hands hands;
  private static Hands elsewhere;
  private static String operator;
  private static String key;
  private static String owner;

  @BeforeAll
  static void open() {
    here = new AccountsWorld();
    there = here.anotherNode(Map.of());
    hands = Hands.ofOperator(here);
    elsewhere = new Hands(there);
    operator = hands.accessToken("house");
    key = here.keys.create(here.owner("acme"), "Shop", List.of("*"), null).key();
    owner = hands.session("acme");
  }

  @AfterAll
  static void close() {
    there.close();
    here.close();
  }

  @AfterEach
  void everythingHasItsDefaultAgain() {
    for (var name :
        List.of(
            "maintenance",
            "maintenance_message",
            "maintenance_until",
            "sign_up",
            "support_address",
            "default_plan",
            "grace_days")) {
      assertThat(set(name, "").statusCode()).isEqualTo(200);
    }
    await().atMost(SOON).until(() -> status(elsewhere, "/console/members") == 200);
  }

  private static HttpResponse<String> set(String name, String value) {
    return hands.ask("PUT", SETTINGS + name, operator, "{\"value\": \"%s\"}".formatted(value));
  }

  private static int status(Hands node, String page) {
    return node.visit(page, owner, null).statusCode();
  }

  @Test
  void maintenanceTurnsEverybodyButTheOperatorAwayOnEveryNode() {
    set("maintenance_message", "New disks.");
    set("support_address", "help@house.example");
    assertThat(set("maintenance", "on").statusCode()).isEqualTo(200);
    await().atMost(SOON).until(() -> status(elsewhere, "/console/members") == 503);
    for (var node : List.of(hands, elsewhere)) {
      var api = node.ask("GET", "/v1/tenant", key, null);
      assertThat(api.statusCode()).isEqualTo(503);
      assertThat(Hands.code(api)).isEqualTo("maintenance");
      assertThat(api.headers().firstValue("Retry-After")).hasValue("60");
      var page = node.visit("/console/members", owner, null);
      assertThat(page.statusCode()).isEqualTo(503);
      assertThat(page.body())
          .contains("Closed for maintenance", "New disks.", "help@house.example");
      assertThat(node.ask("GET", "/v1/operator/tenants", operator, null).statusCode())
          .isEqualTo(200);
      assertThat(node.visit("/login", "none", null).statusCode()).isEqualTo(200);
      assertThat(node.visit("/signup", "none", null).statusCode()).isEqualTo(503);
    }
    assertThat(elsewhere.tokens("house").path("access_token").asString()).isNotBlank();
    set("maintenance", "off");
    await().atMost(SOON).until(() -> status(elsewhere, "/console/members") == 200);
  }

  @Test
  void maintenanceEndsByItselfAtItsTime() {
    set(
        "maintenance_until",
        Instant.now().plusSeconds(1_000).truncatedTo(ChronoUnit.SECONDS).toString());
    set("maintenance", "on");
    var closed = hands.ask("GET", "/v1/tenant", key, null);
    assertThat(closed.statusCode()).isEqualTo(503);
    assertThat(Integer.parseInt(closed.headers().firstValue("Retry-After").orElseThrow()))
        .isBetween(900, 1_000);
    set("maintenance_until", Instant.now().minusSeconds(1).toString());
    assertThat(hands.ask("GET", "/v1/tenant", key, null).statusCode()).isEqualTo(200);
  }

  @Test
  void signUpObeysOnTheOtherNodeToo() {
    var form = "email=%s&name=Eve&password=correct+horse+battery&tenant_name=Eve&tenant_slug=%s";
    set("sign_up", "invited");
    await().atMost(SOON).until(() -> elsewhere.visit("/signup", "none", null).statusCode() == 403);
    var refused = elsewhere.visit("/signup", "none", form.formatted("e1@x.example", "eve-one"));
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).contains("with an invitation");
    assertThat(here.stored("select slug from accounts.tenant where slug like 'eve-%'"))
        .isEqualTo("[]");
    set("sign_up", "open");
    await().atMost(SOON).until(() -> elsewhere.visit("/signup", "none", null).statusCode() == 200);
    assertThat(
            elsewhere
                .visit("/signup", "none", form.formatted("e2@x.example", "eve-two"))
                .statusCode())
        .isEqualTo(303);
  }

  @Test
  void onlyKnownNamesAndAllowedValuesAreTaken() {
    assertThat(Hands.code(set("colour", "red"))).isEqualTo("setting_not_found");
    for (var wrong :
        Map.of(
                "sign_up", "sometimes",
                "default_plan", "no-such-plan",
                "grace_days", "0",
                "support_address", "nobody",
                "maintenance", "yes",
                "maintenance_until", "tomorrow")
            .entrySet()) {
      var answer = set(wrong.getKey(), wrong.getValue());
      assertThat(answer.statusCode()).as(wrong.toString()).isEqualTo(422);
      assertThat(answer.body()).contains(wrong.getKey());
    }
    assertThat(here.stored("select name from accounts.system_setting")).isEqualTo("[]");
  }

  @Test
  void theDefaultPlanIsThatOfTenantsWithoutOne() {
    set("default_plan", "free");
    var newcomer = here.owner("newcomer");
    var newKey = here.keys.create(newcomer, "Shop", List.of("*"), null).key();
    assertThat(hands.ask("GET", "/v1/limits", newKey, null).body()).contains("\"free\"");
  }

  @Test
  void theGraceTimeIsThatOfTheNextRemoval() {
    set("grace_days", "2");
    var gone = here.owner("gone");
    hands.ask(
        "PUT",
        "/v1/operator/tenants/" + gone.tenantId() + "/removal",
        operator,
        "{\"reason\": \"left\"}");
    assertThat(
            here.stored(
                "select erase_after - requested_at from accounts.tenant_removal where slug ="
                    + " 'gone'"))
        .isEqualTo("[2 days]");
  }

  @Test
  void thePageSetsAllOfThemAndShowsWhatWasBefore() {
    var session = hands.session("house");
    var page = "/console/operator/settings";
    var form = "sign_up=%s&grace_days=%s&maintenance=off";
    assertThat(hands.visit(page, session, form.formatted("invited", "7")).statusCode())
        .isEqualTo(303);
    assertThat(hands.visit(page, session, form.formatted("closed", "7")).statusCode())
        .isEqualTo(303);
    assertThat(hands.visit(page, session, null).body())
        .contains("Latest changes", "invited", "closed", "Ada of house");
    assertThat(hands.visit(page, session, form.formatted("closed", "x")).statusCode())
        .isEqualTo(422);
    assertThat(
            here.stored(
                """
                select (before ->> 'value') || ' to ' || (after ->> 'value')
                from kernel.audit_log
                where action = 'accounts.system_setting.changed'
                  and before ->> 'value' = 'invited'
                """))
        .isEqualTo("[invited to closed]");
  }

  @Test
  void theOwnersOfTenantsAreRefused() {
    assertThat(hands.visit("/console/operator/settings", owner, null).statusCode()).isEqualTo(403);
    var access = hands.accessToken("acme");
    for (var bearer : List.of(key, access)) {
      assertThat(hands.ask("GET", "/v1/operator/settings", bearer, null).statusCode())
          .isEqualTo(403);
      assertThat(
              hands
                  .ask("PUT", SETTINGS + "sign_up", bearer, "{\"value\": \"closed\"}")
                  .statusCode())
          .isEqualTo(403);
    }
  }
}
