package dev.freehold.attribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.accounts.grants.ResourceGrants;
import dev.freehold.accounts.keys.ApiKeys;
import dev.freehold.attribution.AttributionServer.Tenant;
import dev.freehold.kernel.Actor;
import dev.freehold.kernel.Caller;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A key that was let into one app alone, over HTTP. */
class GrantedAppsTest {

  private static final AttributionServer SERVER = AttributionServer.running();
  private static final String APPS = "/v1/attribution/apps";
  private static final String LINKS = "/v1/attribution/links";

  private Tenant tenant;
  private App granted;
  private App other;
  private UUID grantId;
  private Http key;

  @BeforeEach
  void aKeyWithOneApp() {
    tenant = SERVER.newTenant();
    granted = SERVER.newApp(tenant);
    other = SERVER.newApp(tenant);
    var made =
        SERVER
            .bean(ApiKeys.class)
            .create(tenant.caller(), "Partner", List.of("accounts.tenant:read"), null);
    grantId =
        SERVER
            .bean(ResourceGrants.class)
            .give(
                tenant.caller(),
                new ResourceGrants.Draft(
                    made.id(),
                    "attribution.app",
                    granted.id(),
                    List.of(
                        "attribution.apps:read",
                        "attribution.links:read",
                        "attribution.links:write")))
            .id();
    key = new Http(SERVER.url(), made.key());
  }

  private static Map<String, String> link(App app) {
    return Map.of(
        "app_id", app.id().toString(),
        "name", "Mail",
        "destination", "https://shop.example/",
        "channel", "email",
        "campaign", "autumn");
  }

  private static List<String> ids(JsonNode page) {
    return page.path("rows").valueStream().map(row -> row.path("id").asString()).toList();
  }

  @Test
  void itSeesAndChangesThatAppAlone() {
    assertThat(ids(key.get(APPS).json())).containsExactly(granted.id().toString());
    assertThat(key.get(APPS + "/" + granted.id()).status()).isEqualTo(200);
    assertThat(key.get(APPS + "/" + other.id()).status()).isEqualTo(404);

    var theirs = key.send("POST", LINKS, link(granted));
    assertThat(theirs.status()).as(theirs.body()).isEqualTo(201);
    assertThat(key.send("POST", LINKS, link(other)).status()).isEqualTo(404);
    var hidden = SERVER.http(tenant).send("POST", LINKS, link(other)).json().path("id").asString();
    assertThat(ids(key.get(LINKS).json())).containsExactly(theirs.json().path("id").asString());
    assertThat(key.get(LINKS + "/" + hidden).status()).isEqualTo(404);
    assertThat(key.get(LINKS + "?app_id=" + other.id()).json().path("rows").isEmpty()).isTrue();
  }

  @Test
  void whatWasNotGrantedIsRefused() {
    assertThat(key.send("PATCH", APPS + "/" + granted.id(), Map.of("name", "Mine")).status())
        .isEqualTo(403);
    assertThat(key.get("/v1/attribution/credit").status()).isEqualTo(403);
  }

  @Test
  void aGrantTakenBackHoldsFromTheNextRequestOn() {
    assertThat(key.get(APPS).status()).isEqualTo(200);
    SERVER.bean(ResourceGrants.class).take(tenant.caller(), grantId);
    assertThat(key.get(APPS).status()).isEqualTo(403);
  }

  /** The memory of who holds what may be a moment behind; the rows are not. */
  @Test
  void theDatabaseDecidesInTheStatementItself() {
    var remembered =
        new Caller(
                tenant.caller().tenantId(),
                new Actor(Actor.Kind.KEY, UUID.randomUUID(), "Partner"),
                Set.of(),
                Set.of("attribution.apps:read"),
                null,
                "req_test",
                null)
            .limitedTo("attribution.apps:read");
    var apps = SERVER.bean(Apps.class);
    assertThat(apps.find(remembered, granted.id())).isEmpty();
    assertThat(apps.find(tenant.caller(), granted.id())).isPresent();
  }
}
