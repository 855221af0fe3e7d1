package dev.freehold.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.nio.file.Files;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The pages that ask about people and usage, as somebody in a product team uses them. */
class AnalyticsConsoleTest {

  private static final String ANALYTICS = "/console/analytics/";

  @Test
  void oneGlanceShowsHowManyCameAndARowNarrowsItDown() {
    try (var owner = Person.owner()) {
      var page = owner.open(ANALYTICS + "overview");
      owner.awaitCharts();
      assertThat(page.locator(".headline")).containsText("Bounce rate");
      assertThat(number(figure(page, "People"))).isGreaterThan(500);
      long all = number(figure(page, "Events"));
      region(page, "Countries")
          .getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName("DE"))
          .click();
      assertThat(owner.link("Only DE")).isVisible();
      assertThat(number(figure(page, "Events"))).isPositive().isLessThan(all);
      owner.link("Only DE").click();
      assertThat(number(figure(page, "Events"))).isEqualTo(all);
    }
  }

  @Test
  void aTrendIsBrokenDownAndItsFileHoldsWhatTheChartShows() throws IOException {
    try (var owner = Person.owner()) {
      var page = owner.open(ANALYTICS + "trends?event=page_view&days=7");
      owner.awaitCharts();
      owner.field("Break down by").selectOption("Country");
      assertThat(page).hasURL(Pattern.compile(".*breakdown=country.*"));
      owner.awaitCharts();
      page.getByText("Chart as a table").click();
      var heads = page.locator("#trends-data").getByRole(AriaRole.COLUMNHEADER).allInnerTexts();
      assertThat(heads).contains("DE", "US");
      var file = page.waitForDownload(() -> owner.link("CSV").click());
      var lines = Files.readAllLines(file.path());
      assertThat(lines.getFirst()).isEqualTo(String.join(",", heads));
      assertThat(lines).hasSize(1 + 7);
    }
  }

  @Test
  void aFunnelNarrowsFromStepToStep() {
    try (var owner = Person.owner()) {
      var page = owner.open(ANALYTICS + "funnels");
      assertThat(page.getByText("Name at least two steps")).isVisible();
      owner.type("Step 1", "page_view");
      owner.type("Step 2", "sign_up");
      owner.type("Step 3", "purchase");
      page.keyboard().press("Enter");
      assertThat(region(page, "Step by step")).containsText("3. purchase");
      var people = region(page, "Step by step").locator("tbody tr td:nth-child(2)").allInnerTexts();
      assertThat(people).hasSize(3);
      assertThat(number(people.get(0))).isGreaterThan(number(people.get(1)));
      assertThat(number(people.get(1))).isGreaterThan(number(people.get(2)));
      assertThat(number(people.get(2))).isPositive();
    }
  }

  @Test
  void retentionAndPathsAnswerFromTheSameEvents() {
    try (var owner = Person.owner()) {
      var page = owner.open(ANALYTICS + "returning?days=30&interval=week");
      assertThat(region(page, "Who came back, of those who began")).containsText("%");
      owner.open(ANALYTICS + "paths");
      owner.type("Event or page", "sign_up");
      page.keyboard().press("Enter");
      assertThat(region(page, "Ways from it")).containsText("sign_up → ");
      assertThat(page.locator("svg.flow rect").first()).isVisible();
    }
  }

  @Test
  void peopleAreFoundByEngagementAndLeadToWhatTheyDid() {
    try (var owner = Person.owner()) {
      var page = owner.open(ANALYTICS + "people");
      var first = region(page, "People by engagement").locator("tbody a").first();
      var id = first.innerText();
      first.click();
      assertThat(page).hasTitle(id + " · Acme Shoes · Freehold");
      assertThat(page.locator("ol.timeline li").first()).containsText("_");
    }
  }

  @Test
  void usageShowsModelsToolsAndCost() {
    try (var owner = Person.owner()) {
      var page = owner.open(ANALYTICS + "usage");
      owner.awaitCharts();
      assertThat(figure(page, "Cost")).startsWith("$");
      assertThat(region(page, "Tools")).containsText("search_files");
      region(page, "Models")
          .getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName("large-1"))
          .click();
      assertThat(page.locator("h1")).hasText("Usage of large-1");
    }
  }

  @Test
  void aQuestionIsSavedPutOnADashboardArrangedAndDeleted() {
    try (var owner = Person.owner()) {
      var name = "Sign-ups " + UUID.randomUUID();
      var page = owner.open(ANALYTICS + "trends?event=sign_up");
      owner.type("Save this question as", name);
      owner.button("Save").click();
      assertThat(page.locator(".notice.good")).containsText(name + " is saved");
      assertThat(page.locator("h1")).hasText(name);

      owner.open(ANALYTICS + "dashboards/new");
      var board = "Team " + UUID.randomUUID();
      owner.type("Name", board);
      page.keyboard().press("Enter");
      owner.field("Add a question").selectOption(name);
      owner.button("Add").click();
      owner.button("Full").click();
      assertThat(owner.button("Full")).hasAttribute("aria-current", "true");
      owner.link("Done").click();
      owner.awaitCharts();
      assertThat(page.locator(".card.full h2")).hasText(name);

      owner.link("Arrange").click();
      owner.link("Delete this dashboard").click();
      owner.type("To go on, type " + board, board);
      owner.button("Delete " + board).click();
      assertThat(page.locator(".notice.good")).containsText(board + " was deleted");
    }
  }

  @Test
  void whoMayOnlyLookCannotArrange() {
    try (var viewer = Person.viewer()) {
      var page = viewer.open(ANALYTICS + "dashboards");
      assertThat(page.getByText("New dashboard")).hasCount(0);
      assertThat(viewer.get(ANALYTICS + "dashboards/new").status()).isEqualTo(403);
    }
  }

  @Test
  void theWeeklySummaryIsReadWithoutMailAndCanBeAskedFor() {
    try (var owner = Person.owner()) {
      var page = owner.open(ANALYTICS + "summary");
      assertThat(page.getByText("Mail is not set up")).isVisible();
      assertThat(region(page, "Figures of the week")).containsText("People");
      owner.button("Mail me each week").click();
      assertThat(page.locator(".notice.good")).containsText("on the Monday after it");
      owner.button("Stop mailing me").click();
      assertThat(owner.button("Mail me each week")).isVisible();
    }
  }

  @Test
  void onlyTheOperatorSeesAllTenantsAndSetsTargets() {
    try (var owner = Person.owner()) {
      assertThat(owner.get("/console/operator/customers").status()).isEqualTo(403);
    }
    try (var operator = Person.operator()) {
      var page = operator.open("/console/operator/customers");
      assertThat(region(page, "Tenants by how they do")).containsText("Acme Shoes");
      assertThat(region(page, "Tenants by how they do")).containsText("Globex Travel");
      operator.link("Targets").click();
      operator.type("People (optional)", "many");
      operator.button("Save").click();
      assertThat(page.getByRole(AriaRole.ALERT)).containsText("People must be a whole number");
      operator.field("People (optional)").fill("5000");
      operator.button("Save").click();
      assertThat(page.locator(".headline")).containsText("of 5,000");
    }
  }

  private static Locator region(Page page, String name) {
    return page.getByRole(
        AriaRole.REGION, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  /** What stands under a figure's name, without its note. */
  private static String figure(Page page, String name) {
    var value =
        page.locator(".headline > div")
            .filter(
                new Locator.FilterOptions()
                    .setHas(
                        page.locator(
                            "dt",
                            new Page.LocatorOptions()
                                .setHasText(Pattern.compile("^" + name + "$")))))
            .locator("dd");
    return value.innerText().lines().findFirst().orElse("");
  }

  private static long number(String shown) {
    return Long.parseLong(shown.replaceAll("[^0-9]", ""));
  }
}
