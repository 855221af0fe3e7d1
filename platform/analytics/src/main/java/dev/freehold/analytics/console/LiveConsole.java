package dev.freehold.analytics.console;

import dev.freehold.analytics.boards.Chart;
import dev.freehold.analytics.sessions.Live;
import dev.freehold.analytics.sessions.LiveUsers;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.KernelSettings;
import dev.freehold.kernel.access.Requires;
import dev.freehold.kernel.console.Console;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.View;

/** Who is there now and what they do, as it comes in. */
@Controller
class LiveConsole {

  static final String PATH = "/console/analytics/live";

  private static final int MINUTES = 30;
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm").withZone(ZoneOffset.UTC);

  private final Console console;
  private final LiveUsers live;
  private final Clock clock;
  private final String url;

  LiveConsole(Console console, LiveUsers live, Clock clock, KernelSettings settings) {
    this.console = console;
    this.live = live;
    this.clock = clock;
    this.url = settings.url();
  }

  @GetMapping(PATH)
  @Requires("analytics.events:read")
  View show(Caller caller) {
    var now = live.now(caller);
    return console
        .screen("analytics/live.jte", "Live")
        .under("Analytics", OverviewConsole.PATH)
        .with("now", now)
        .with("chart", chart(now, clock.instant()))
        .with("curl", Curl.event(url));
  }

  private static Chart chart(Live live, Instant now) {
    var steps = new ArrayList<String>();
    var people = new ArrayList<@Nullable BigDecimal>();
    var first = now.truncatedTo(ChronoUnit.MINUTES).minus(MINUTES - 1L, ChronoUnit.MINUTES);
    for (int i = 0; i < MINUTES; i++) {
      var minute = first.plus(i, ChronoUnit.MINUTES);
      steps.add(CLOCK.format(minute));
      people.add(
          BigDecimal.valueOf(
              live.minutes().stream()
                  .filter(found -> found.start().equals(minute))
                  .mapToLong(Live.Minute::people)
                  .findFirst()
                  .orElse(0)));
    }
    return Charts.lines(
        "people-by-minute",
        "People by minute, in UTC",
        "",
        steps,
        List.of(Chart.Column.of("People")),
        List.of(people));
  }
}
