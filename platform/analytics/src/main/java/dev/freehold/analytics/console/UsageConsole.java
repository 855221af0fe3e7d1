package dev.freehold.analytics.console;

import dev.freehold.kernel.Caller;
import dev.freehold.kernel.KernelSettings;
import dev.freehold.kernel.access.Expensive;
import dev.freehold.kernel.access.Requires;
import dev.freehold.kernel.console.Console;
import dev.freehold.kernel.error.Invalid;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.View;

/** What models, features and tools were used, and what they cost. */
@Controller
class UsageConsole {

  static final String PATH = "/console/analytics/usage";

  private final Console console;
  private final UsageCharts usage;
  private final Clock clock;
  private final String url;

  UsageConsole(Console console, UsageCharts usage, Clock clock, KernelSettings settings) {
    this.console = console;
    this.usage = usage;
    this.clock = clock;
    this.url = settings.url();
  }

  @GetMapping(PATH)
  @Requires("analytics.usage:read")
  View show(Caller caller, HttpServletRequest request) {
    var parameters = Parameters.of(request);
    var range = Range.of(parameters, clock.instant());
    return console
        .screen("analytics/usage.jte", "Usage")
        .under("Analytics", OverviewConsole.PATH)
        .with("parameters", parameters)
        .with("range", range)
        .with("answered", usage.of(caller, range, parameters.text("model"), PATH))
        .with("curl", Curl.usage(url));
  }

  @GetMapping(PATH + ".csv")
  @Requires("analytics.usage:read")
  @Expensive
  ResponseEntity<byte[]> file(Caller caller, HttpServletRequest request) {
    var parameters = Parameters.of(request);
    var range = Range.of(parameters, clock.instant());
    var wanted = request.getParameter("chart");
    return QuestionScreens.file(
        usage.of(caller, range, parameters.text("model"), PATH).charts().stream()
            .filter(chart -> wanted == null || chart.id().equals(wanted))
            .findFirst()
            .orElseThrow(() -> Invalid.parameter("chart", "is not one of this page")));
  }
}
