package dev.freehold.analytics.summaries;

import dev.freehold.accounts.tenants.Tenants;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.access.Requires;
import dev.freehold.kernel.console.Console;
import dev.freehold.kernel.mail.Mails;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/** The weekly summary as a page: what the mail says, and whether it comes. */
@Controller
class SummariesConsole {

  static final String PATH = "/console/analytics/summary";

  private static final int WEEKS_SHOWN = 26;

  private final Console console;
  private final WeeklySummaries summaries;
  private final SummaryReaders readers;
  private final Tenants tenants;
  private final SummaryText text;
  private final Mails mails;

  SummariesConsole(
      Console console,
      WeeklySummaries summaries,
      SummaryReaders readers,
      Tenants tenants,
      SummaryText text,
      Mails mails) {
    this.console = console;
    this.summaries = summaries;
    this.readers = readers;
    this.tenants = tenants;
    this.text = text;
    this.mails = mails;
  }

  @GetMapping(PATH)
  @Requires("analytics.events:read")
  View summary(Caller caller, @RequestParam(required = false) @Nullable String week) {
    var chosen = week == null ? summaries.last() : Week.parse(week);
    var summary = summaries.of(caller, chosen);
    var tenant = tenants.get(caller).name();
    return console
        .screen("analytics/summary.jte", "Weekly summary")
        .under("Analytics", "/console/analytics/overview")
        .with("summary", summary)
        .with("subject", WeeklySummaries.subject(tenant, chosen))
        .with("plain", text.plain(summary, tenant, "(a link of the reader’s own)"))
        .with("weeks", summaries.weeks(caller, WEEKS_SHOWN))
        .with("reader", readers.isReader(caller))
        .with("mailIsSetUp", mails.isSetUp());
  }

  @PostMapping(PATH + "/subscribe")
  @Requires("analytics.events:read")
  View subscribe(Caller caller) {
    readers.subscribe(caller);
    return console.moveOn(PATH, "You get the summary of each week on the Monday after it.");
  }

  @PostMapping(PATH + "/unsubscribe")
  @Requires("analytics.events:read")
  View unsubscribe(Caller caller) {
    readers.unsubscribe(caller);
    return console.moveOn(PATH, "You get no more weekly summaries. This page keeps them.");
  }
}
