package dev.freehold.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The credit report: one glance, then the rows that prove it. */
class CreditConsoleTest {

  private static final Program PROGRAM = Program.demo();
  private static final String APP = PROGRAM.description().tenants().getFirst().appId();
  private static final String REPORT = "/console/attribution/credit?app=" + APP;

  @Test
  void theReportOpensWithTheBusiestApp() {
    PROGRAM.acme().newApp("Quiet and new");
    try (var owner = Person.owner()) {
      var page = owner.open("/console/attribution/credit");
      assertThat(owner.field("App")).hasValue(APP);
    }
  }

  @Test
  void theTableShowsTheNumbersOfTheApi() {
    try (var owner = Person.owner()) {
      var page = owner.open(REPORT + "&model=position_based");
      var from = owner.field("From").inputValue();
      var to = LocalDate.parse(owner.field("To").inputValue()).plusDays(1);
      var rows =
          PROGRAM
              .acme()
              .get(
                  "/v1/attribution/credit?model=position_based&group_by=campaign&app_id="
                      + APP
                      + "&from="
                      + from
                      + "&to="
                      + to)
              .json()
              .path("rows");
      var answered = new LinkedHashMap<String, List<String>>();
      rows.forEach(
          row ->
              answered.put(
                  row.path("campaign").asString().replace("(organic)", "No touch (organic)"),
                  List.of(
                      rounded(row.path("conversions").decimalValue()),
                      "€" + rounded(new BigDecimal(row.path("revenue").asString())))));
      assertThat(table(page)).containsExactlyInAnyOrderEntriesOf(answered).hasSizeGreaterThan(5);
    }
  }

  @Test
  void theChartIsDrawnFromTheTableBehindIt() {
    try (var owner = Person.owner()) {
      var page = owner.open(REPORT);
      owner.awaitCharts();
      // The first model's colour is on the canvas, and PNG gives the picture.
      var coloured =
          page.evaluate(
              """
              () => {
                const canvas = document.querySelector("[data-chart] canvas");
                const data = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
                let seen = 0;
                for (let i = 0; i < data.length; i += 4) {
                  if (data[i] === 0 && data[i + 1] === 0x72 && data[i + 2] === 0xb2) seen++;
                }
                return seen;
              }
              """);
      assertThat((Integer) coloured).isGreaterThan(1_000);
      var picture = page.waitForDownload(() -> owner.button("PNG").click());
      assertThat(picture.suggestedFilename()).startsWith("credit-").endsWith(".png");

      page.getByText("Chart as a table").click();
      var behind = page.locator("#models-data");
      assertThat(behind.getByRole(AriaRole.COLUMNHEADER))
          .hasText(
              new String[] {
                "Campaign", "First touch", "Last touch", "Linear", "Time decay", "Position-based"
              });
      assertThat(behind)
          .containsText(table(page).getOrDefault("brand-search", List.of("no row")).getLast());
    }
  }

  @Test
  void theControlsChangeThePageAndItsAddressWithoutLosingThePlace() {
    try (var owner = Person.owner()) {
      var page = owner.open(REPORT);
      var linear = table(page);
      owner.field("Model").focus();
      owner.field("Model").selectOption("Last touch");
      assertThat(page.getByText("Credit under last touch")).isVisible();
      assertThat(page).hasURL(Pattern.compile(".*model=last_touch.*"));
      assertThat(owner.field("Model")).isFocused();
      assertThat(table(page)).isNotEqualTo(linear).hasSameSizeAs(linear);
      owner.awaitCharts();

      owner.field("Group by").selectOption("Channel");
      assertThat(rows(page).getByRole(AriaRole.COLUMNHEADER).first()).hasText("Channel");
      owner.link("7 days").click();
      assertThat(owner.link("7 days")).hasAttribute("aria-current", "true");
      assertThat(page.locator("#live")).containsText("conversions");
      owner.link("Conversions").click();
      assertThat(page.getByText("Conversions by channel under each model")).isVisible();

      page.reload();
      assertThat(owner.field("Model")).hasValue("last_touch");
      assertThat(page.getByText("Conversions by channel under each model")).isVisible();
      page.goBack();
      assertThat(page.getByText("Revenue by channel under each model")).isVisible();
    }
  }

  @Test
  void aFilterKeepsOnlyItsTouchesAndCanBeCleared() {
    try (var owner = Person.owner()) {
      var page = owner.open(REPORT);
      owner.field("Channel").fill("search");
      page.keyboard().press("Enter");
      assertThat(owner.link("Clear filters")).isVisible();
      assertThat(table(page).keySet()).contains("brand-search").doesNotContain("refer-a-friend");
      owner.link("Clear filters").click();
      assertThat(rows(page)).containsText("refer-a-friend");
    }
  }

  @Test
  void theFileHoldsWhatTheTableShows() throws IOException {
    try (var owner = Person.owner()) {
      var page = owner.open(REPORT);
      var file = page.waitForDownload(() -> owner.link("CSV").click());
      var lines = Files.readAllLines(file.path());
      assertThat(file.suggestedFilename()).matches("credit-[0-9-]+\\.csv");
      assertThat(lines.getFirst()).contains("campaign", "linear");
      assertThat(lines).hasSize(table(page).size() + 1);
    }
  }

  @Test
  void aRangeWithoutConversionsSaysWhatToDoNow() {
    try (var owner = Person.owner()) {
      var page = owner.open(REPORT + "&from=2020-01-01&to=2020-01-31");
      assertThat(page.getByText("No conversions in this range")).isVisible();
      assertThat(owner.field("Command")).containsText("curl ");
    }
  }

  @Test
  void aRowLeadsToItsConversionsToTheirWhyAndToTheJourney() {
    try (var owner = Person.owner()) {
      var page = owner.open(REPORT);
      rows(page)
          .getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName("brand-search"))
          .click();
      assertThat(page).hasTitle(Pattern.compile("brand-search .*"));
      owner.link("Why").click();
      assertThat(page).hasTitle(Pattern.compile("Why this credit .*"));
      var weights = page.getByRole(AriaRole.REGION, named("Weights under each model"));
      assertThat(weights).containsText("brand-search");
      assertThat(weights.locator("tfoot td"))
          .containsText(new String[] {"100.0%", "100.0%", "100.0%", "100.0%", "100.0%"});
      owner.link("Whole journey of this person").click();
      assertThat(page.getByRole(AriaRole.LIST, named("Events, newest first")))
          .containsText("brand-search");
      assertThat(page.locator(".crumbs")).containsText("People");
    }
  }

  /** Conversions and revenue by the name of their row, as the page shows them. */
  private static Map<String, List<String>> table(Page page) {
    var shown = new LinkedHashMap<String, List<String>>();
    for (var row : rows(page).locator("tbody tr").all()) {
      var cells = row.locator("th, td").allInnerTexts();
      shown.put(cells.get(0), List.of(cells.get(1), cells.get(2)));
    }
    assertThat(shown).doesNotContain(entry("", List.of()));
    return shown;
  }

  private static Locator rows(Page page) {
    return page.getByRole(
        AriaRole.REGION, new Page.GetByRoleOptions().setName(Pattern.compile("^Credit by .*")));
  }

  private static String rounded(BigDecimal number) {
    return String.format(java.util.Locale.US, "%,.2f", number.setScale(2, RoundingMode.HALF_UP));
  }

  private static Page.GetByRoleOptions named(String name) {
    return new Page.GetByRoleOptions().setName(name).setExact(!name.equals("Why"));
  }
}
