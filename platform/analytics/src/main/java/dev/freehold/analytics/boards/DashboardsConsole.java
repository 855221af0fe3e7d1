package dev.freehold.analytics.boards;

import dev.freehold.analytics.boards.Dashboard.Card;
import dev.freehold.analytics.boards.Dashboard.Width;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.access.Requires;
import dev.freehold.kernel.console.Console;
import dev.freehold.kernel.console.Form;
import dev.freehold.kernel.error.ApiException;
import dev.freehold.kernel.error.Invalid;
import dev.freehold.kernel.http.IfMatch;
import dev.freehold.kernel.http.PageRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/** Dashboards as pages: listed, made, looked at, arranged, deleted. */
@Controller
class DashboardsConsole {

  static final String PATH = "/console/analytics/dashboards";
  static final String OVERVIEW = "/console/analytics/overview";

  private final Console console;
  private final Dashboards dashboards;
  private final SavedQuestions questions;
  private final Cards cards;

  DashboardsConsole(Console console, Dashboards dashboards, SavedQuestions questions, Cards cards) {
    this.console = console;
    this.dashboards = dashboards;
    this.questions = questions;
    this.cards = cards;
  }

  @GetMapping(PATH)
  @Requires("analytics.dashboards:read")
  View list(Caller caller, PageRequest page) {
    var found = dashboards.list(caller, page);
    return console
        .screen("analytics/dashboards.jte", "Dashboards")
        .under("Analytics", OVERVIEW)
        .with("dashboards", found.rows())
        .with("starter", found.rows().isEmpty() ? cards.ofStarter(caller) : List.of())
        .with("mayWrite", caller.may("analytics.dashboards:write"))
        .with("next", found.nextCursor());
  }

  @GetMapping(PATH + "/new")
  @Requires("analytics.dashboards:write")
  View blank() {
    return blank(Form.empty());
  }

  @PostMapping(PATH)
  @Requires("analytics.dashboards:write")
  View create(Caller caller, HttpServletRequest request) {
    var form = Form.of(request);
    try {
      var draft = console.checked(new DashboardDraft(form.value("name").strip(), List.of()));
      var made = dashboards.create(caller, draft);
      return console.moveOn(PATH + "/" + made.id() + "/edit", "Now choose what it shows.");
    } catch (ApiException e) {
      return blank(form.refused(e));
    }
  }

  @PostMapping(PATH + "/starter")
  @Requires("analytics.dashboards:write")
  View keepStarter(Caller caller) {
    var made = dashboards.createStarter(caller);
    return console.moveOn(PATH + "/" + made.id(), "It is yours now: arrange it as you like.");
  }

  @GetMapping(PATH + "/{id}")
  @Requires("analytics.dashboards:read")
  View show(Caller caller, @PathVariable UUID id) {
    var dashboard = dashboards.get(caller, id);
    return console
        .screen("analytics/dashboard.jte", dashboard.name())
        .under("Analytics", OVERVIEW)
        .under("Dashboards", PATH)
        .with("dashboard", dashboard)
        .with("cards", cards.of(caller, dashboard))
        .with("mayWrite", caller.may("analytics.dashboards:write"));
  }

  @GetMapping(PATH + "/{id}/edit")
  @Requires("analytics.dashboards:write")
  View edit(Caller caller, @PathVariable UUID id) {
    return edit(caller, dashboards.get(caller, id), Form.empty());
  }

  @PostMapping(PATH + "/{id}")
  @Requires("analytics.dashboards:write")
  View rename(Caller caller, @PathVariable UUID id, HttpServletRequest request) {
    var dashboard = dashboards.get(caller, id);
    var form = Form.of(request);
    try {
      var change = console.checked(new DashboardChange(form.value("name").strip(), null));
      dashboards.update(caller, id, change, IfMatch.ANY);
      return console.moveOn(PATH + "/" + id + "/edit", "Its name was changed.");
    } catch (ApiException e) {
      return edit(caller, dashboard, form.refused(e));
    }
  }

  @PostMapping(PATH + "/{id}/cards")
  @Requires("analytics.dashboards:write")
  View add(Caller caller, @PathVariable UUID id, @RequestParam UUID question) {
    dashboards.rearrange(
        caller,
        id,
        shown -> {
          if (shown.stream().noneMatch(card -> card.questionId().equals(question))) {
            shown.add(new Card(question, Width.HALF));
          }
          return shown;
        });
    return console.moveOn(PATH + "/" + id + "/edit");
  }

  @PostMapping(PATH + "/{id}/arrangement")
  @Requires("analytics.dashboards:write")
  View arrange(
      Caller caller,
      @PathVariable UUID id,
      @RequestParam UUID question,
      @RequestParam String step) {
    dashboards.rearrange(caller, id, step(step).of(question));
    return console.moveOn(PATH + "/" + id + "/edit");
  }

  private static Arrangement step(String name) {
    return Arrays.stream(Arrangement.values())
        .filter(step -> step.name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(() -> Invalid.parameter("step", "must be one of the buttons"));
  }

  @GetMapping(PATH + "/{id}/delete")
  @Requires("analytics.dashboards:write")
  View confirm(Caller caller, @PathVariable UUID id) {
    return confirmation(dashboards.get(caller, id), Form.empty());
  }

  @PostMapping(PATH + "/{id}/delete")
  @Requires("analytics.dashboards:write")
  View delete(Caller caller, @PathVariable UUID id, HttpServletRequest request) {
    var dashboard = dashboards.get(caller, id);
    var form = Form.of(request);
    if (!form.confirms(dashboard.name())) {
      return confirmation(dashboard, form.unconfirmed());
    }
    dashboards.delete(caller, id, IfMatch.ANY);
    return console.moveOn(PATH, dashboard.name() + " was deleted. Its questions are still saved.");
  }

  private View blank(Form form) {
    return console
        .screen("analytics/dashboardnew.jte", "New dashboard")
        .under("Analytics", OVERVIEW)
        .under("Dashboards", PATH)
        .with(form);
  }

  private View edit(Caller caller, Dashboard dashboard, Form form) {
    return console
        .screen("analytics/dashboardedit.jte", "Arrange " + dashboard.name())
        .under("Analytics", OVERVIEW)
        .under("Dashboards", PATH)
        .under(dashboard.name(), PATH + "/" + dashboard.id())
        .with("dashboard", dashboard)
        .with("cards", cards.named(caller, dashboard))
        .with("questions", questions.list(caller, PageRequest.first(PageRequest.MAX_LIMIT)).rows())
        .with(form);
  }

  private View confirmation(Dashboard dashboard, Form form) {
    return console
        .screen("analytics/delete.jte", "Delete " + dashboard.name())
        .under("Analytics", OVERVIEW)
        .under("Dashboards", PATH)
        .with("name", dashboard.name())
        .with("action", PATH + "/" + dashboard.id() + "/delete")
        .with("back", PATH + "/" + dashboard.id())
        .with("consequence", "The questions on it stay saved.")
        .with(form);
  }
}
