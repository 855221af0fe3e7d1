package dev.freehold.analytics.summaries;

import dev.freehold.kernel.access.Public;
import dev.freehold.kernel.console.Console;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;

/**
 * Where the link at the end of a mail leads. Looking changes nothing, as scanners look at every
 * link; the POST is what mail programs send for one click (RFC 8058), so it takes no form's token.
 */
@Controller
class UnsubscribesConsole {

  static final String PATH = "/unsubscribe/weekly-summary";

  private final Console console;
  private final Unsubscribes unsubscribes;

  UnsubscribesConsole(Console console, Unsubscribes unsubscribes) {
    this.console = console;
    this.unsubscribes = unsubscribes;
  }

  @GetMapping(PATH + "/{token}")
  @Public("The reader of a mail need not be logged in; the page shows nothing of a tenant.")
  View ask(@PathVariable String token) {
    return console
        .screen("analytics/unsubscribe.jte", "Stop the weekly summary")
        .with("action", PATH + "/" + token)
        .with("stopped", false);
  }

  @PostMapping(PATH + "/{token}")
  @Public("The link's token stands for the reader of one mail, and ends that reader's mails only.")
  View stop(@PathVariable String token) {
    unsubscribes.unsubscribe(new UnsubscribeToken(token));
    return console
        .screen("analytics/unsubscribe.jte", "No more weekly summaries")
        .with("action", PATH + "/" + token)
        .with("stopped", true);
  }
}
