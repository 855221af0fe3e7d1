package dev.freehold.attribution;

import dev.freehold.kernel.Caller;
import dev.freehold.kernel.access.Requires;
import dev.freehold.kernel.console.Console;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/** Conversions as pages: those behind a row of the report, and why one was credited as it was. */
@Controller
class ConversionsConsole {

  static final String PATH = "/console/attribution/conversions";
  static final String WHY = PATH + "/why";

  private static final int SHOWN = 50;

  private final Console console;
  private final CreditedConversions credited;
  private final Conversions conversions;
  private final Apps apps;
  private final Clock clock;

  ConversionsConsole(
      Console console,
      CreditedConversions credited,
      Conversions conversions,
      Apps apps,
      Clock clock) {
    this.console = console;
    this.credited = credited;
    this.conversions = conversions;
    this.apps = apps;
    this.clock = clock;
  }

  @GetMapping(PATH)
  @Requires("attribution.credit:read")
  View ofRow(
      Caller caller,
      @RequestParam UUID app,
      @RequestParam String key,
      @RequestParam(required = false) @Nullable String cursor,
      @RequestParam Map<String, String> parameters) {
    var controls = CreditControls.of(apps.get(caller, app), parameters, clock);
    var found = credited.list(caller, controls, key, SHOWN, cursor);
    var next = found.nextCursor();
    return console
        .screen("attribution/conversions.jte", CreditView.name(key))
        .under("Attribution", CreditConsole.PATH)
        .under("Credit report", controls.at(CreditConsole.PATH))
        .with("controls", controls)
        .with("key", key)
        .with("conversions", found.rows())
        .with("next", next == null ? null : controls.at(PATH, "key", key, "cursor", next));
  }

  @GetMapping(WHY)
  @Requires("attribution.credit:read")
  View why(
      Caller caller,
      @RequestParam UUID app,
      @RequestParam("event_id") String eventId,
      @RequestParam(required = false) @Nullable String key,
      @RequestParam Map<String, String> parameters) {
    var controls = CreditControls.of(apps.get(caller, app), parameters, clock);
    var lookback =
        controls.lookbackDays() == 0 ? null : Duration.ofDays(controls.lookbackDays()).toString();
    var screen =
        console
            .screen("attribution/why.jte", "Why this credit")
            .under("Attribution", CreditConsole.PATH)
            .under("Credit report", controls.at(CreditConsole.PATH));
    if (key != null) {
      screen.under(CreditView.name(key), controls.at(PATH, "key", key));
    }
    return screen
        .with("controls", controls)
        .with("explanation", conversions.explain(caller, app, eventId, lookback, null));
  }
}
