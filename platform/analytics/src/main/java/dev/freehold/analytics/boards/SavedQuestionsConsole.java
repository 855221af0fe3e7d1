package dev.freehold.analytics.boards;

import dev.freehold.kernel.Caller;
import dev.freehold.kernel.access.Requires;
import dev.freehold.kernel.console.Console;
import dev.freehold.kernel.console.Form;
import dev.freehold.kernel.error.Invalid;
import dev.freehold.kernel.http.IfMatch;
import dev.freehold.kernel.http.PageRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Saved questions as pages: kept from the page that asked them, listed, deleted. */
@Controller
class SavedQuestionsConsole {

  static final String PATH = "/console/analytics/questions";

  private static final JsonMapper JSON = new JsonMapper();

  private final Console console;
  private final SavedQuestions questions;

  SavedQuestionsConsole(Console console, SavedQuestions questions) {
    this.console = console;
    this.questions = questions;
  }

  @GetMapping(PATH)
  @Requires("analytics.dashboards:read")
  View list(Caller caller, PageRequest page) {
    var found = questions.list(caller, page);
    return console
        .screen("analytics/questions.jte", "Saved questions")
        .under("Analytics", DashboardsConsole.OVERVIEW)
        .under("Dashboards", DashboardsConsole.PATH)
        .with("questions", found.rows())
        .with("mayWrite", caller.may("analytics.dashboards:write"))
        .with("next", found.nextCursor());
  }

  @PostMapping(PATH)
  @Requires("analytics.dashboards:write")
  View keep(Caller caller, HttpServletRequest request) {
    var form = Form.of(request);
    var draft =
        console.checked(
            new QuestionDraft(
                form.value("name").strip(), kind(form), definition(form.value("definition"))));
    var question = questions.create(caller, draft);
    return console.moveOn(
        question.href(), question.name() + " is saved. Put it on a dashboard to see it again.");
  }

  private static QuestionKind kind(Form form) {
    for (var kind : QuestionKind.values()) {
      if (kind.name().equals(form.value("kind"))) {
        return kind;
      }
    }
    throw Invalid.field("kind", "must be one that can be saved");
  }

  private static JsonNode definition(String text) {
    try {
      return JSON.readTree(text);
    } catch (JacksonException e) {
      throw Invalid.field("definition", "must be JSON, as the page sends it");
    }
  }

  @GetMapping(PATH + "/{id}/delete")
  @Requires("analytics.dashboards:write")
  View confirm(Caller caller, @PathVariable UUID id) {
    return confirmation(questions.get(caller, id), Form.empty());
  }

  @PostMapping(PATH + "/{id}/delete")
  @Requires("analytics.dashboards:write")
  View delete(Caller caller, @PathVariable UUID id, HttpServletRequest request) {
    var question = questions.get(caller, id);
    var form = Form.of(request);
    if (!form.confirms(question.name())) {
      return confirmation(question, form.unconfirmed());
    }
    questions.delete(caller, id, IfMatch.ANY);
    return console.moveOn(PATH, question.name() + " was deleted.");
  }

  private View confirmation(SavedQuestion question, Form form) {
    return console
        .screen("analytics/delete.jte", "Delete " + question.name())
        .under("Analytics", DashboardsConsole.OVERVIEW)
        .under("Saved questions", PATH)
        .with("name", question.name())
        .with("action", PATH + "/" + question.id() + "/delete")
        .with("back", PATH)
        .with("consequence", "Dashboards that show it lose its card. Events are not touched.")
        .with(form);
  }
}
