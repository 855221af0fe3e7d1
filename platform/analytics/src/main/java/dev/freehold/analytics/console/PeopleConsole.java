package dev.freehold.analytics.console;

import dev.freehold.analytics.people.EngagementScores;
import dev.freehold.analytics.people.People;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.KernelSettings;
import dev.freehold.kernel.access.Requires;
import dev.freehold.kernel.console.Address;
import dev.freehold.kernel.console.Console;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/** People by how engaged they are, and what one of them did. */
@Controller("analyticsPeopleConsole")
class PeopleConsole {

  static final String PATH = "/console/analytics/people";

  private static final int SHOWN = 50;

  private final Console console;
  private final EngagementScores engagement;
  private final People people;
  private final String url;

  PeopleConsole(
      Console console, EngagementScores engagement, People people, KernelSettings settings) {
    this.console = console;
    this.engagement = engagement;
    this.people = people;
    this.url = settings.url();
  }

  @GetMapping(PATH)
  @Requires("analytics.events:read")
  View list(
      Caller caller,
      HttpServletRequest request,
      @RequestParam(required = false) @Nullable String cursor) {
    var cohort = Parameters.of(request).id("cohort");
    var found = engagement.list(caller, cohort, null, SHOWN, cursor);
    return console
        .screen("analytics/people.jte", "People")
        .under("Analytics", OverviewConsole.PATH)
        .with("people", found.rows())
        .with("curl", Curl.event(url))
        .with(
            "next",
            found.nextCursor() == null
                ? null
                : Address.of(
                    PATH,
                    "cursor",
                    found.nextCursor(),
                    "cohort",
                    cohort == null ? null : cohort.toString()));
  }

  @GetMapping(PATH + "/person")
  @Requires("analytics.events:read")
  View person(
      Caller caller,
      HttpServletRequest request,
      @RequestParam(required = false) @Nullable String cursor) {
    var id = Parameters.of(request).text("person");
    if (id.isEmpty()) {
      return console.moveOn(PATH);
    }
    var profile = people.profile(caller, id, SHOWN, cursor);
    return console
        .screen("analytics/person.jte", profile.personId())
        .under("Analytics", OverviewConsole.PATH)
        .under("People", PATH)
        .with("profile", profile)
        .with(
            "next",
            profile.nextCursor() == null
                ? null
                : Address.of(PATH + "/person", "person", id, "cursor", profile.nextCursor()));
  }
}
