package dev.freehold.attribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.accounts.keys.ApiKeys;
import dev.freehold.accounts.keys.KeyDraft;
import dev.freehold.accounts.projects.Project;
import dev.freehold.accounts.projects.ProjectDraft;
import dev.freehold.accounts.projects.Projects;
import dev.freehold.attribution.AttributionServer.Tenant;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Keys that are bound to projects, and the apps of those, over HTTP. */
class ProjectAppsTest {

  private static final AttributionServer SERVER = AttributionServer.running();
  private static final String APPS = "/v1/attribution/apps";
  private static final String LINKS = "/v1/attribution/links";
  private static final String EVENTS = "/v1/attribution/events";

  private Tenant tenant;
  private Project red;
  private Project blue;
  private Http redKey;
  private Http blueKey;
  private Http wholeKey;

  @BeforeEach
  void twoProjectsWithAKeyEach() {
    tenant = SERVER.newTenant();
    var projects = SERVER.bean(Projects.class);
    red = projects.create(tenant.caller(), ProjectDraft.named("Red"));
    blue = projects.create(tenant.caller(), ProjectDraft.named("Blue"));
    redKey = key(red);
    blueKey = key(blue);
    wholeKey = SERVER.http(tenant);
  }

  private Http key(Project project) {
    var draft =
        KeyDraft.live(
                "Bound",
                List.of(
                    "attribution.apps:read",
                    "attribution.apps:write",
                    "attribution.links:read",
                    "attribution.links:write",
                    "attribution.events:read",
                    "attribution.events:write",
                    "attribution.credit:read",
                    "attribution.users:erase"),
                null)
            .inProject(project.id());
    return new Http(SERVER.url(), SERVER.bean(ApiKeys.class).create(tenant.caller(), draft).key());
  }

  private static String app(Http key) {
    var made = key.send("POST", APPS, Map.of("name", "Shop", "platform", "web", "currency", "EUR"));
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    return made.json().path("id").asString();
  }

  private static Map<String, String> link(String app) {
    return Map.of(
        "app_id", app,
        "name", "Mail",
        "destination", "https://shop.example/",
        "channel", "email",
        "campaign", "autumn");
  }

  private static List<String> ids(JsonNode page) {
    return page.path("rows").valueStream().map(row -> row.path("id").asString()).toList();
  }

  private static int accepted(Http key, String app, String event) {
    var sent =
        key.send(
            "POST",
            EVENTS,
            List.of(
                Map.of(
                    "event_id",
                    event,
                    "app_id",
                    app,
                    "type",
                    "purchase",
                    "user_id",
                    "ada",
                    "occurred_at",
                    Instant.now().toString())));
    assertThat(sent.status()).as(sent.body()).isEqualTo(200);
    return sent.json().path("accepted").asInt();
  }

  @Test
  void whatABoundKeyMakesBelongsToItsProjectAndNoOtherSeesIt() {
    var redApp = app(redKey);
    var blueApp = app(blueKey);
    var freeApp = app(wholeKey);
    assertThat(redKey.get(APPS + "/" + redApp).json().path("project_id").asString())
        .isEqualTo(red.id().toString());
    assertThat(ids(redKey.get(APPS).json())).containsExactly(redApp);
    assertThat(ids(wholeKey.get(APPS).json())).containsExactly(freeApp, blueApp, redApp);
    for (var hidden : List.of(blueApp, freeApp)) {
      var path = APPS + "/" + hidden;
      assertThat(redKey.get(path).status()).isEqualTo(404);
      assertThat(redKey.send("PATCH", path, Map.of("name", "Mine")).status()).isEqualTo(404);
      assertThat(redKey.delete(path + "/archive").status()).isEqualTo(404);
      assertThat(redKey.send("POST", LINKS, link(hidden)).status()).isEqualTo(404);
      assertThat(redKey.get(EVENTS + "?app_id=" + hidden).status()).isEqualTo(404);
      assertThat(redKey.get("/v1/attribution/credit?model=linear&app_id=" + hidden).status())
          .isEqualTo(404);
    }
    var planted =
        Map.of(
            "name",
            "Shop",
            "platform",
            "web",
            "currency",
            "EUR",
            "project_id",
            blue.id().toString());
    assertThat(redKey.send("POST", APPS, planted).status()).isEqualTo(404);
    var moved = redKey.send("PATCH", APPS + "/" + redApp, Map.of("project_id", blue.id()));
    assertThat(moved.status()).as(moved.body()).isEqualTo(404);
  }

  @Test
  void linksBelongToTheProjectOfTheirApp() {
    var redLink = redKey.send("POST", LINKS, link(app(redKey))).json().path("id").asString();
    var blueLink = blueKey.send("POST", LINKS, link(app(blueKey))).json().path("id").asString();
    assertThat(ids(redKey.get(LINKS).json())).containsExactly(redLink);
    assertThat(redKey.get(LINKS + "/" + blueLink).status()).isEqualTo(404);
    assertThat(redKey.send("PATCH", LINKS + "/" + blueLink, Map.of("name", "Mine")).status())
        .isEqualTo(404);
    assertThat(ids(wholeKey.get(LINKS).json())).containsExactly(blueLink, redLink);
  }

  /** Which apps a tenant has is remembered for a moment, for each of its projects by itself. */
  @Test
  void eventsAreTakenForAppsOfTheProjectAlone() {
    var redApp = app(redKey);
    var blueApp = app(blueKey);
    assertThat(accepted(wholeKey, blueApp, "whole")).isOne();
    assertThat(accepted(redKey, blueApp, "planted")).isZero();
    assertThat(accepted(redKey, redApp, "own")).isOne();
    assertThat(accepted(blueKey, blueApp, "theirs")).isOne();
    assertThat(redKey.get("/v1/attribution/conversions/theirs").status()).isEqualTo(400);
    assertThat(redKey.get("/v1/attribution/conversions/theirs?app_id=" + redApp).status())
        .isEqualTo(404);
    assertThat(blueKey.get("/v1/attribution/conversions/theirs?app_id=" + blueApp).status())
        .isEqualTo(200);
    assertThat(redKey.delete("/v1/attribution/users/ada").status()).isEqualTo(403);
  }

  @Test
  void anAppThatIsMovedGoesWithItsLinksAndReports() {
    var app = app(wholeKey);
    var link = wholeKey.send("POST", LINKS, link(app)).json().path("id").asString();
    assertThat(redKey.get(LINKS + "/" + link).status()).isEqualTo(404);
    var moved = wholeKey.send("PATCH", APPS + "/" + app, Map.of("project_id", red.id()));
    assertThat(moved.status()).as(moved.body()).isEqualTo(200);
    assertThat(redKey.get(LINKS + "/" + link).status()).isEqualTo(200);
    assertThat(accepted(redKey, app, "first")).isOne();
    assertThat(blueKey.get(APPS + "/" + app).status()).isEqualTo(404);
  }
}
