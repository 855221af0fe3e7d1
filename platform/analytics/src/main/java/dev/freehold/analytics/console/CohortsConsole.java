package dev.freehold.analytics.console;

import dev.freehold.analytics.questions.CohortDefinition;
import dev.freehold.analytics.questions.CohortDraft;
import dev.freehold.analytics.questions.Cohorts;
import dev.freehold.analytics.questions.Span;
import dev.freehold.analytics.questions.Where;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.access.Requires;
import dev.freehold.kernel.console.Console;
import dev.freehold.kernel.console.Form;
import dev.freehold.kernel.error.ApiException;
import dev.freehold.kernel.error.Invalid;
import dev.freehold.kernel.http.PageRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;

/** Cohorts as pages: made of what people did or are, listed with their members, deleted. */
@Controller
class CohortsConsole {

  static final String PATH = "/console/analytics/cohorts";

  private static final int MEMBERS_SHOWN = 100;

  private final Console console;
  private final Cohorts cohorts;
  private final EventNames names;

  CohortsConsole(Console console, Cohorts cohorts, EventNames names) {
    this.console = console;
    this.cohorts = cohorts;
    this.names = names;
  }

  @GetMapping(PATH)
  @Requires("analytics.events:read")
  View list(Caller caller, PageRequest page) {
    var found = cohorts.list(caller, page);
    return console
        .screen("analytics/cohorts.jte", "Cohorts")
        .under("Analytics", OverviewConsole.PATH)
        .with("cohorts", found.rows())
        .with("mayWrite", caller.may("analytics.dashboards:write"))
        .with("next", found.nextCursor());
  }

  @GetMapping(PATH + "/new")
  @Requires("analytics.dashboards:write")
  View blank(Caller caller) {
    return blank(caller, Form.empty());
  }

  @PostMapping(PATH)
  @Requires("analytics.dashboards:write")
  View create(Caller caller, HttpServletRequest request) {
    var form = Form.of(request);
    try {
      var draft = console.checked(new CohortDraft(form.value("name").strip(), definition(form)));
      var cohort = cohorts.create(caller, draft);
      return console.moveOn(PATH + "/" + cohort.id(), "The cohort " + cohort.name() + " is there.");
    } catch (ApiException e) {
      return blank(caller, form.refused(e));
    }
  }

  private static CohortDefinition definition(Form form) {
    var event = optional(form, "event");
    var property = optional(form, "property");
    var did =
        event == null
            ? List.<CohortDefinition.Did>of()
            : List.of(
                new CohortDefinition.Did(
                    event,
                    null,
                    number(form, "times", 1_000_000),
                    new Span("P" + number(form, "days", 730) + "D", null, null)));
    var traits =
        property == null
            ? List.<Where>of()
            : List.of(
                Where.is(
                    property.startsWith("properties.") ? property : "properties." + property,
                    form.value("value").strip()));
    if (did.isEmpty() && traits.isEmpty()) {
      throw Invalid.field("event", "or a property must say who belongs to it");
    }
    return new CohortDefinition(did, traits);
  }

  private static @Nullable String optional(Form form, String field) {
    var text = form.value(field).strip();
    return text.isEmpty() ? null : text;
  }

  private static int number(Form form, String field, int most) {
    var text = form.value(field, "1").strip();
    if (!text.matches("\\d{1,7}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > most) {
      throw Invalid.field(field, "must be a whole number from 1 to " + most);
    }
    return Integer.parseInt(text);
  }

  @GetMapping(PATH + "/{id}")
  @Requires("analytics.events:read")
  View show(Caller caller, @PathVariable UUID id) {
    var cohort = cohorts.get(caller, id);
    return console
        .screen("analytics/cohort.jte", cohort.name())
        .under("Analytics", OverviewConsole.PATH)
        .under("Cohorts", PATH)
        .with("cohort", cohort)
        .with("members", cohorts.members(caller, id, MEMBERS_SHOWN))
        .with("mayWrite", caller.may("analytics.dashboards:write"));
  }

  @GetMapping(PATH + "/{id}/delete")
  @Requires("analytics.dashboards:write")
  View confirm(Caller caller, @PathVariable UUID id) {
    return confirmation(id, cohorts.get(caller, id).name(), Form.empty());
  }

  @PostMapping(PATH + "/{id}/delete")
  @Requires("analytics.dashboards:write")
  View delete(Caller caller, @PathVariable UUID id, HttpServletRequest request) {
    var name = cohorts.get(caller, id).name();
    var form = Form.of(request);
    if (!form.confirms(name)) {
      return confirmation(id, name, form.unconfirmed());
    }
    cohorts.delete(caller, id);
    return console.moveOn(PATH, "The cohort " + name + " was deleted.");
  }

  private View confirmation(UUID id, String name, Form form) {
    return console
        .screen("analytics/delete.jte", "Delete " + name)
        .under("Analytics", OverviewConsole.PATH)
        .under("Cohorts", PATH)
        .with("name", name)
        .with("action", PATH + "/" + id + "/delete")
        .with("back", PATH + "/" + id)
        .with("consequence", "Only the definition goes; nobody’s events are touched.")
        .with(form);
  }

  private View blank(Caller caller, Form form) {
    return console
        .screen("analytics/cohortnew.jte", "New cohort")
        .under("Analytics", OverviewConsole.PATH)
        .under("Cohorts", PATH)
        .with("names", names.of(caller))
        .with(form);
  }
}
