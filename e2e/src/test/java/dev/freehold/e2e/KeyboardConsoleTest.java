package dev.freehold.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.Test;

/** The console without a mouse. */
class KeyboardConsoleTest {

  private static final String APP = Program.demo().description().tenants().getFirst().appId();
  private static final int MOST_STOPS = 120;

  @Test
  void theFirstStopSkipsToTheContent() {
    try (var owner = Person.owner()) {
      var page = owner.open("/console/members");
      page.keyboard().press("Tab");
      assertThat(page.getByText("Skip to content")).isFocused();
      assertThat(page.getByText("Skip to content")).isInViewport();
      page.keyboard().press("Enter");
      assertThat(page.locator("#main")).isFocused();
    }
  }

  @Test
  void everyStopOfTheReportShowsThatItHasTheFocus() {
    try (var owner = Person.owner()) {
      var page = owner.open("/console/attribution/credit?app=" + APP);
      owner.awaitCharts();
      int stops = 0;
      for (; stops < MOST_STOPS; stops++) {
        page.keyboard().press("Tab");
        var unseen = page.evaluate(UNSEEN);
        if ("end".equals(unseen)) {
          break;
        }
        assertThat(unseen).as("stop " + stops).isEqualTo("");
      }
      assertThat(stops).isBetween(30, MOST_STOPS - 1);
    }
  }

  /** The element with the focus if nothing shows it, nothing if something does. */
  private static final String UNSEEN =
      """
      () => {
        const here = document.activeElement;
        if (!here || here === document.body) return "end";
        const style = getComputedStyle(here);
        const box = here.getBoundingClientRect();
        const seen = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2
          && box.width > 0 && box.bottom > 0 && box.top < innerHeight;
        return seen ? "" : here.outerHTML.slice(0, 200);
      }
      """;

  @Test
  void aSlashGoesToTheSearchAndEnterSearches() {
    try (var owner = Person.owner()) {
      var page = owner.open("/console/members");
      page.keyboard().press("/");
      page.keyboard().type("brand");
      page.keyboard().press("Enter");
      assertThat(page.locator("h1")).hasText("Results for “brand”");
      page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("brand-search"))
          .first()
          .press("Enter");
      assertThat(page.locator("h1")).not().hasText("Results for “brand”");
    }
  }

  @Test
  void theMenuOpensAndEscapeClosesItWhereItWasOpened() {
    try (var owner = Person.owner()) {
      var page = owner.open("/console/members");
      var menu = page.locator(".menu.up summary");
      menu.press("Enter");
      assertThat(page.getByText("Log out")).isVisible();
      page.keyboard().press("Tab");
      page.keyboard().press("Escape");
      assertThat(page.getByText("Log out")).isHidden();
      assertThat(menu).isFocused();
    }
  }

  @Test
  void onASmallScreenTheNavigationUnfolds() {
    try (var owner = Person.owner()) {
      var page = owner.open("/console/members");
      page.setViewportSize(Person.NARROW, 844);
      var links = page.locator(".side-links");
      assertThat(links).isHidden();
      page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Menu")).press("Enter");
      assertThat(links).isVisible();
      owner.photograph("menu-unfolded");
      page.keyboard().press("Escape");
      assertThat(links).isHidden();
    }
  }
}
