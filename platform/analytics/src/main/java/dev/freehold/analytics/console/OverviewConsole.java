package dev.freehold.analytics.console;

import dev.freehold.kernel.Caller;
import dev.freehold.kernel.KernelSettings;
import dev.freehold.kernel.access.Expensive;
import dev.freehold.kernel.access.Requires;
import dev.freehold.kernel.console.Console;
import dev.freehold.kernel.console.Navigation;
import dev.freehold.kernel.error.Invalid;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.View;

/** One glance: who is there now, how many came, from where, to what. */
@Controller
class OverviewConsole {

  static final String PATH = "/console/analytics/overview";

  private final Console console;
  private final Overview overview;
  private final Clock clock;
  private final String url;

  OverviewConsole(Console console, Overview overview, Clock clock, KernelSettings settings) {
    this.console = console;
    this.overview = overview;
    this.clock = clock;
    this.url = settings.url();
  }

  @Bean
  static Navigation analyticsNavigation() {
    return Navigation.of(
        "Analytics",
        5,
        new Navigation.Item("Overview", PATH, "analytics.events:read"),
        new Navigation.Item(
            "Dashboards", "/console/analytics/dashboards", "analytics.dashboards:read"),
        new Navigation.Item("Trends", "/console/analytics/trends", "analytics.events:read"),
        new Navigation.Item("Funnels", "/console/analytics/funnels", "analytics.events:read"),
        new Navigation.Item("Retention", "/console/analytics/returning", "analytics.events:read"),
        new Navigation.Item("Paths", "/console/analytics/paths", "analytics.events:read"),
        new Navigation.Item("Live", "/console/analytics/live", "analytics.events:read"),
        new Navigation.Item("People", "/console/analytics/people", "analytics.events:read"),
        new Navigation.Item("Cohorts", "/console/analytics/cohorts", "analytics.events:read"),
        new Navigation.Item("Usage", "/console/analytics/usage", "analytics.usage:read"),
        new Navigation.Item(
            "Weekly summary", "/console/analytics/summary", "analytics.events:read"));
  }

  @GetMapping(PATH)
  @Requires("analytics.events:read")
  View show(Caller caller, HttpServletRequest request) {
    var parameters = Parameters.of(request);
    return console
        .screen("analytics/overview.jte", "Overview")
        .under("Analytics", PATH)
        .with("parameters", parameters)
        .with("range", Range.of(parameters, clock.instant()))
        .with("seen", overview.of(caller, parameters))
        .with("curl", Curl.event(url));
  }

  @GetMapping(PATH + ".csv")
  @Requires("analytics.events:read")
  @Expensive
  ResponseEntity<byte[]> file(Caller caller, HttpServletRequest request) {
    var wanted = request.getParameter("chart");
    var seen = overview.of(caller, Parameters.of(request));
    return QuestionScreens.file(
        seen.charts().stream()
            .filter(chart -> wanted == null || chart.id().equals(wanted))
            .findFirst()
            .orElseThrow(() -> Invalid.parameter("chart", "is not one of this page")));
  }
}
