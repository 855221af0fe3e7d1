package dev.freehold.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every page, on a large and on a small screen, in light and in dark. */
class EveryPageConsoleTest {

  private static final Program PROGRAM = Program.demo();
  private static final String APP = PROGRAM.description().tenants().getFirst().appId();
  private static final List<String> RULES =
      List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice");

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void isAccessibleAndFitsTheScreen(String name, String path, int status) {
    try (var person = visitorOf(path)) {
      person.open(path, status);
      for (int width : List.of(Person.WIDE, Person.NARROW)) {
        for (var light : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
          person.look(width, light);
          var shot = name + "-" + width + "-" + light.name().toLowerCase(Locale.ROOT);
          person.photograph(shot);
          var found = new AxeBuilder(person.page).withTags(RULES).setLegacyMode(true).analyze();
          assertThat(found.getPasses()).as(shot).hasSizeGreaterThan(10);
          assertThat(found.getViolations())
              .as(shot)
              .allSatisfy(
                  violation -> assertThat(violation.getNodes()).as(violation.getHelp()).isEmpty());
          assertThat(wider(person)).as(shot + " is wider than the screen").isEqualTo(0);
        }
      }
    }
  }

  private static Person visitorOf(String path) {
    if (path.startsWith("/console/operator")) {
      return Person.operator();
    }
    return path.startsWith("/console") ? Person.owner() : Person.stranger();
  }

  static Stream<Arguments> isAccessibleAndFitsTheScreen() {
    var pages = new LinkedHashMap<String, String>();
    var report = "/console/attribution/credit?app=" + APP;
    var conversion = conversion();
    pages.put("login", "/login");
    pages.put("signup", "/signup");
    pages.put("credit", report);
    pages.put("credit-by-channel", report + "&group_by=channel&measure=conversions&channel=search");
    pages.put("credit-empty", report + "&from=2020-01-01&to=2020-01-31");
    pages.put("conversions", "/console/attribution/conversions?key=brand-search&app=" + APP);
    pages.put("why", "/console/attribution/conversions/why?app=" + APP + "&event_id=" + conversion);
    pages.put("people", "/console/attribution/people?app=" + APP);
    pages.put("journey", "/console/attribution/people?user_id=person-00001&app=" + APP);
    pages.put("erase", "/console/attribution/erasures/new?user_id=person-00001");
    pages.put("live", "/console/attribution/live?app=" + APP);
    pages.put("links", "/console/attribution/links?app=" + APP);
    pages.put("link-new", "/console/attribution/links/new?app=" + APP);
    pages.put("apps", "/console/attribution/apps");
    pages.put("app-new", "/console/attribution/apps/new");
    pages.put("app", "/console/attribution/apps/" + APP);
    pages.put("sites", "/console/analytics/sites");
    pages.put("site-new", "/console/analytics/sites/new");
    pages.putAll(ofAccounts());
    pages.put("keys", "/console/keys");
    pages.put("key-new", "/console/keys/new");
    pages.put("limits", "/console/limits");
    pages.put("search", "/console/search?q=brand");
    pages.put("search-nothing", "/console/search?q=zzz");
    pages.put("errors", "/docs/errors");
    pages.putAll(ofAnalytics());
    return Stream.concat(
        pages.entrySet().stream().map(page -> row(page, 200)),
        Map.of("not-found", "/console/nowhere", "bad-request", report + "&from=x")
            .entrySet()
            .stream()
            .map(page -> row(page, page.getKey().equals("not-found") ? 404 : 400)));
  }

  private static Map<String, String> ofAccounts() {
    var pages = new LinkedHashMap<String, String>();
    pages.put("account", "/console/account");
    pages.put("second-factor", "/console/account/second-factor");
    pages.put("second-factor-app", "/console/account/second-factor/app");
    pages.put("security", "/console/security");
    pages.put("reauthenticate", "/console/account/confirm");
    pages.put("password-forgot", "/password/forgot");
    pages.put("projects", "/console/projects");
    pages.put("project-new", "/console/projects/new");
    pages.put("branding", "/console/branding");
    pages.put("domains", "/console/domains");
    pages.put("members", "/console/members");
    pages.put("member", memberPage());
    pages.put("member-remove", memberPage() + "/removal");
    pages.put("member-leave", "/console/members/leave");
    pages.put("roles", "/console/roles");
    pages.put("role-new", "/console/roles/new");
    pages.put("invitations", "/console/invitations");
    pages.put("invitation-new", "/console/invitations/new");
    return pages;
  }

  /** Of the demo's viewer. */
  private static String memberPage() {
    try (var owner = Person.owner()) {
      var page = owner.open("/console/members");
      return page.locator("tr", new Page.LocatorOptions().setHasText("viewer@acme.example"))
          .locator(".row-actions a")
          .getAttribute("href");
    }
  }

  private static Map<String, String> ofAnalytics() {
    var pages = new LinkedHashMap<String, String>();
    var analytics = "/console/analytics/";
    pages.put("overview", analytics + "overview");
    pages.put("overview-filtered", analytics + "overview?property=country&value=DE&days=7");
    pages.put("overview-empty", analytics + "overview?from=2024-01-01&to=2024-01-31");
    pages.put("trends", analytics + "trends?breakdown=name&compare=true");
    pages.put("funnels", analytics + "funnels?step=page_view&step=sign_up&step=purchase");
    pages.put(
        "funnels-by-device",
        analytics + "funnels?step=page_view&step=sign_up&step=purchase&breakdown=device");
    pages.put("funnels-unasked", analytics + "funnels");
    pages.put("returning", analytics + "returning?interval=week");
    pages.put("paths", analytics + "paths?at=sign_up");
    pages.put("paths-before", analytics + "paths?at=purchase&direction=before");
    pages.put("analytics-live", analytics + "live");
    pages.put("analytics-people", analytics + "people");
    pages.put("analytics-person", analytics + "people/person?person=visitor-00001");
    pages.put("cohorts", analytics + "cohorts");
    pages.put("cohort-new", analytics + "cohorts/new");
    pages.put("usage", analytics + "usage");
    pages.put("dashboards", analytics + "dashboards");
    pages.put("dashboard-new", analytics + "dashboards/new");
    pages.put("questions", analytics + "questions");
    pages.put("data-retention", analytics + "retention");
    pages.put("weekly-summary", analytics + "summary");
    pages.put("unsubscribe", "/unsubscribe/weekly-summary/no-such-token");
    pages.put("customers", "/console/operator/customers");
    pages.put("tenant-limits", "/console/operator/limits");
    pages.put("targets", "/console/operator/customers/targets");
    pages.putAll(ofOperator());
    return pages;
  }

  private static Map<String, String> ofOperator() {
    var pages = new LinkedHashMap<String, String>();
    var tenant = tenantPage();
    pages.put("operator-tenants", "/console/operator/tenants");
    pages.put("operator-tenants-none", "/console/operator/tenants?search=zzz");
    pages.put("operator-tenant", tenant);
    pages.put("operator-suspension", tenant + "/suspension");
    pages.put("operator-removal", tenant + "/removal");
    pages.put("impersonation", tenant + "/impersonation");
    pages.put("operator-settings", "/console/operator/settings");
    pages.put("unsent-links", "/console/operator/links");
    pages.put("impersonations", "/console/impersonations");
    return pages;
  }

  private static String tenantPage() {
    try (var operator = Person.operator()) {
      var page = operator.open("/console/operator/tenants?search=acme");
      return page.locator("tbody th a").first().getAttribute("href");
    }
  }

  private static Arguments row(Map.Entry<String, String> page, int status) {
    return Arguments.of(page.getKey(), page.getValue(), status);
  }

  /** A conversion of somebody who came by the most credited campaign. */
  private static String conversion() {
    try (var owner = Person.owner()) {
      var page = owner.open("/console/attribution/conversions?key=brand-search&app=" + APP);
      var why = page.locator(".row-actions a").first().getAttribute("href");
      return why.replaceAll(".*event_id=([^&]+).*", "$1");
    }
  }

  private static int wider(Person person) {
    return (Integer)
        person.page.evaluate(
            "Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth)");
  }
}
