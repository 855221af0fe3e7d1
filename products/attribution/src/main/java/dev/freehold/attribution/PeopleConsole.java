package dev.freehold.attribution;

import dev.freehold.kernel.Caller;
import dev.freehold.kernel.access.Requires;
import dev.freehold.kernel.console.Address;
import dev.freehold.kernel.console.Console;
import dev.freehold.kernel.http.Page;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/** What one person did in an app, found by their id. */
@Controller
class PeopleConsole {

  static final String PATH = "/console/attribution/people";

  private static final int SHOWN = 100;

  private final Console console;
  private final Journeys journeys;
  private final AppChoices choices;

  PeopleConsole(Console console, Journeys journeys, AppChoices choices) {
    this.console = console;
    this.journeys = journeys;
    this.choices = choices;
  }

  @GetMapping(PATH)
  @Requires("attribution.events:read")
  View journey(
      Caller caller,
      @RequestParam(required = false) @Nullable UUID app,
      @RequestParam(name = "user_id", defaultValue = "") String typed,
      @RequestParam(required = false) @Nullable String cursor) {
    var userId = typed.strip();
    var wanted =
        app == null && !userId.isEmpty() ? journeys.appOf(caller, userId).orElse(null) : app;
    var choice = choices.choose(caller, wanted);
    var found =
        choice.app() == null || userId.isEmpty()
            ? new Page<SeenEvent>(List.of(), null)
            : journeys.of(caller, choice.app().id(), userId, SHOWN, cursor);
    var next = found.nextCursor();
    var screen = console.screen("attribution/journey.jte", userId.isEmpty() ? "People" : userId);
    screen.under("Attribution", CreditConsole.PATH);
    return (userId.isEmpty() ? screen : screen.under("People", PATH))
        .with("apps", choice.names())
        .with("app", choice.app())
        .with("userId", userId)
        .with("events", found.rows())
        .with("mayErase", caller.may("attribution.users:erase"))
        .with("mayExplain", caller.may("attribution.credit:read"))
        .with("mayWrite", caller.may("attribution.apps:write"))
        .with(
            "next",
            next == null
                ? null
                : Address.of(PATH, "app", choice.id(), "user_id", userId, "cursor", next));
  }
}
