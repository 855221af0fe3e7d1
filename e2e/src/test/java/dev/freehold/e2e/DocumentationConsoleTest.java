package dev.freehold.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The pages about the API. */
class DocumentationConsoleTest {

  private static final Program PROGRAM = Program.demo();

  @Test
  void everyOperationIsListedAndUnfolds() {
    var document = PROGRAM.anonymous().get("/v1/openapi.json").json();
    int operations = 0;
    for (var path : document.path("paths")) {
      operations += path.size();
    }
    try (var stranger = Person.stranger()) {
      var page = stranger.open("/docs");
      assertThat(page.locator(".opblock")).hasCount(operations);
      page.locator(".opblock-summary-control").first().click();
      assertThat(page.getByText("Responses").first()).isVisible();
    }
  }

  @Test
  void theTypeOfAProblemLeadsToItsMeaning() {
    var problem = PROGRAM.anonymous().get("/v1/attribution/apps");
    try (var stranger = Person.stranger()) {
      var page = stranger.open(problem.field("type"));
      assertThat(page.locator("tr:target")).containsText(problem.field("code"));
      assertThat(page.locator("tr:target")).containsText(problem.field("title"));
      assertThat(page.locator("tbody tr").count()).isGreaterThan(20);
    }
  }
}
