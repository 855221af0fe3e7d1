package dev.freehold.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Members, and what each of them may see and do. */
class MembersConsoleTest {

  private static final Program PROGRAM = Program.demo();
  private static final DemoFile.Tenant ACME = PROGRAM.description().tenants().getFirst();
  private static final DemoFile.Tenant GLOBEX = PROGRAM.description().tenants().getLast();

  @Test
  void everyMemberIsListedWithTheirRole() {
    try (var owner = Person.owner()) {
      var page = owner.open("/console/members");
      for (var role : List.of("Owner", "Manager", "Viewer")) {
        var email = role.toLowerCase(java.util.Locale.ROOT) + "@acme.example";
        assertThat(
                page.getByRole(AriaRole.ROW).filter(new Locator.FilterOptions().setHasText(email)))
            .containsText(role);
      }
      assertThat(page.locator("main")).not().containsText("globex");
    }
  }

  @Test
  void aViewerSeesNoWayToWhatTheyMayNotDo() {
    try (var viewer = Person.viewer()) {
      var page = viewer.open("/console/attribution/apps");
      assertThat(page.getByText("New app")).hasCount(0);
      assertThat(page.locator(".row-actions a")).hasCount(0);
      viewer.open("/console/attribution/links?app=" + ACME.appId());
      assertThat(page.getByText("New link")).hasCount(0);
      assertThat(page.locator(".row-actions button")).hasCount(0);
      viewer.open("/console/attribution/people?user_id=person-00001&app=" + ACME.appId());
      assertThat(page.getByText("Erase this person")).hasCount(0);
      for (var link : page.locator(".side-links a").all()) {
        assertThat(viewer.get(link.getAttribute("href")).status()).isEqualTo(200);
      }
    }
  }

  @Test
  void aViewerWhoSendsTheFormsAnywayIsRefused() {
    try (var viewer = Person.viewer()) {
      var app = "/console/attribution/apps/" + ACME.appId();
      for (var path :
          List.of(
              "/console/attribution/apps",
              app,
              app + "/archive",
              "/console/attribution/links",
              "/console/attribution/erasures",
              "/console/keys",
              "/console/keys/" + UUID.randomUUID() + "/revoke")) {
        var form =
            Map.of("name", "Mine", "app", ACME.appId(), "user_id", "person-00001", "confirm", "-");
        assertThat(viewer.post(path, form).status()).as(path).isEqualTo(403);
      }
      viewer.open("/console/keys/new", 403);
      assertThat(viewer.page.locator("h1")).hasText("Not allowed");
    }
  }

  @Test
  void anotherTenantsIdsLeadNowhere() {
    var link =
        PROGRAM
            .globex()
            .get("/v1/attribution/links?limit=1&app_id=" + GLOBEX.appId())
            .json()
            .path("rows")
            .path(0)
            .path("id")
            .asString();
    try (var owner = Person.owner()) {
      var app = GLOBEX.appId();
      for (var path :
          List.of(
              "/console/attribution/apps/" + app,
              "/console/attribution/credit?app=" + app,
              "/console/attribution/credit.csv?app=" + app,
              "/console/attribution/live?app=" + app,
              "/console/attribution/links?app=" + app,
              "/console/attribution/people?user_id=person-00001&app=" + app,
              "/console/attribution/conversions?key=brand-search&app=" + app,
              "/console/attribution/conversions/why?event_id=x&app=" + app,
              "/console/attribution/erasures/" + UUID.randomUUID())) {
        var answer = owner.get(path);
        assertThat(answer.status()).as(path).isEqualTo(404);
        assertThat(answer.text()).doesNotContain("Globex");
      }
      for (var path :
          List.of(
              "/console/attribution/apps/" + app,
              "/console/attribution/apps/" + app + "/archive",
              "/console/attribution/links/" + link + "/archive")) {
        assertThat(owner.post(path, Map.of("name", "Mine")).status()).as(path).isEqualTo(404);
      }
    }
  }

  @Test
  void aFormWithoutItsTokenIsRefused() {
    try (var owner = Person.owner()) {
      var answer = owner.context().request().post("/console/attribution/apps");
      assertThat(answer.status()).isEqualTo(403);
    }
  }
}
