package dev.freehold.attribution;

import dev.freehold.kernel.Caller;
import dev.freehold.kernel.KernelSettings;
import dev.freehold.kernel.access.Requires;
import dev.freehold.kernel.console.Console;
import dev.freehold.kernel.console.Navigation;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/** The latest events of an app, as they come in. */
@Controller
class EventsConsole {

  static final String PATH = "/console/attribution/live";

  private static final int SHOWN = 100;

  private final Console console;
  private final Events events;
  private final AppChoices choices;
  private final String url;

  EventsConsole(Console console, Events events, AppChoices choices, KernelSettings settings) {
    this.console = console;
    this.events = events;
    this.choices = choices;
    this.url = settings.url();
  }

  @Bean
  static Navigation attributionNavigation() {
    return Navigation.of(
        "Attribution",
        10,
        new Navigation.Item("Credit report", CreditConsole.PATH, "attribution.credit:read"),
        new Navigation.Item("Live events", PATH, "attribution.events:read"),
        new Navigation.Item("People", PeopleConsole.PATH, "attribution.events:read"),
        new Navigation.Item("Links", LinksConsole.PATH, "attribution.links:read"),
        new Navigation.Item("Apps", AppsConsole.PATH, "attribution.apps:read"));
  }

  @GetMapping(PATH)
  @Requires("attribution.events:read")
  View live(Caller caller, @RequestParam(required = false) @Nullable UUID app) {
    var choice = choices.choose(caller, app);
    var chosen = choice.app();
    return console
        .screen("attribution/live.jte", "Live events")
        .under("Attribution", CreditConsole.PATH)
        .with("apps", choice.names())
        .with("app", choice.id())
        .with("currency", chosen == null ? "" : chosen.currency().getCurrencyCode())
        .with("events", chosen == null ? List.of() : events.latest(caller, chosen.id(), SHOWN))
        .with("mayWrite", caller.may("attribution.apps:write"))
        .with("url", url);
  }
}
