package dev.freehold.analytics.console;

import dev.freehold.analytics.AnalyticsError;
import dev.freehold.analytics.boards.Chart;
import dev.freehold.analytics.boards.Definitions;
import dev.freehold.analytics.boards.QuestionKind;
import dev.freehold.analytics.boards.SavedQuestion;
import dev.freehold.analytics.boards.SavedQuestions;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.KernelSettings;
import dev.freehold.kernel.console.Console;
import dev.freehold.kernel.error.Invalid;
import dev.freehold.kernel.error.NotFound;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.View;

/** What all pages that ask have in common: controls, answer, file, and keeping the question. */
@Component
class QuestionScreens {

  private final Console console;
  private final SavedQuestions saved;
  private final Definitions definitions;
  private final EventNames names;
  private final Clock clock;
  private final String url;

  QuestionScreens(
      Console console,
      SavedQuestions saved,
      Definitions definitions,
      EventNames names,
      Clock clock,
      KernelSettings settings) {
    this.console = console;
    this.saved = saved;
    this.definitions = definitions;
    this.names = names;
    this.clock = clock;
    this.url = settings.url();
  }

  /** What is asked, under which parameters; the saved question if the address names one. */
  private record Asked<Q extends Record>(
      @Nullable Q question, Parameters parameters, @Nullable SavedQuestion saved) {}

  <Q extends Record> View page(Caller caller, QuestionPage<Q> page, HttpServletRequest request) {
    var asked = asked(caller, page, request);
    var question = asked.question();
    var kept = asked.saved();
    var screen =
        console
            .screen("analytics/question.jte", kept == null ? page.kind().label() : kept.name())
            .under("Analytics", OverviewConsole.PATH)
            .with("path", page.kind().page())
            .with("kind", page.kind())
            .with("parameters", asked.parameters())
            .with("range", Range.of(asked.parameters(), clock.instant()))
            .with("controls", page.controls(question))
            .with("names", names.of(caller))
            .with("mayKeep", caller.may("analytics.dashboards:write"))
            .with("saved", kept)
            .with("curl", Curl.event(url));
    if (question == null) {
      return screen;
    }
    return screen
        .with("answered", page.answer(caller, question))
        .with("csv", csv(asked, page.kind()))
        .with("definition", Definitions.write(question).toString());
  }

  <Q extends Record> ResponseEntity<byte[]> file(
      Caller caller, QuestionPage<Q> page, HttpServletRequest request) {
    var question = asked(caller, page, request).question();
    if (question == null) {
      throw Invalid.parameter("the address", "leaves out what is asked for");
    }
    var wanted = request.getParameter("chart");
    return file(
        page.answer(caller, question).charts().stream()
            .filter(chart -> wanted == null || chart.id().equals(wanted))
            .findFirst()
            .orElseThrow(() -> Invalid.parameter("chart", "is not one of this page")));
  }

  static ResponseEntity<byte[]> file(Chart chart) {
    return ResponseEntity.ok()
        .contentType(new MediaType("text", "csv", StandardCharsets.UTF_8))
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            ContentDisposition.attachment().filename(chart.id() + ".csv").build().toString())
        .body(ChartCsv.write(chart).getBytes(StandardCharsets.UTF_8));
  }

  private static String csv(Asked<?> asked, QuestionKind kind) {
    var kept = asked.saved();
    return kept == null
        ? asked.parameters().at(kind.page() + ".csv")
        : kind.page() + ".csv?saved=" + kept.id();
  }

  private <Q extends Record> Asked<Q> asked(
      Caller caller, QuestionPage<Q> page, HttpServletRequest request) {
    var parameters = Parameters.of(request);
    var id = parameters.id("saved");
    if (id == null) {
      var question = page.read(parameters);
      if (question != null) {
        page.check(question);
      }
      return new Asked<>(question, parameters, null);
    }
    var kept = saved.get(caller, id);
    if (kept.kind() != page.kind()) {
      throw new NotFound(
          AnalyticsError.INVALID_QUESTION,
          "This is not a question of " + page.kind().label().toLowerCase(Locale.ROOT) + ".");
    }
    var question = definitions.read(page, kept.definition());
    return new Asked<>(question, page.parameters(question), kept);
  }
}
