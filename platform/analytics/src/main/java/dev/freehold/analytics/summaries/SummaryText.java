package dev.freehold.analytics.summaries;

import dev.freehold.kernel.KernelSettings;
import dev.freehold.kernel.console.Console;
import dev.freehold.kernel.console.Show;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** The words of a week, as plain text and as HTML. */
@Component
public class SummaryText {

  /** A figure beside its change since the week before. */
  public record Line(String label, String value, String change) {}

  private static final String CURRENCY = "USD";

  private final Console console;
  private final String url;

  SummaryText(Console console, KernelSettings settings) {
    this.console = console;
    this.url = settings.url();
  }

  String unsubscribeUrl(UnsubscribeToken token) {
    return url + UnsubscribesConsole.PATH + "/" + token.text();
  }

  String host() {
    var host = URI.create(url).getHost();
    return host == null ? "localhost" : host;
  }

  public static List<Line> lines(WeeklySummary summary) {
    var now = summary.figures();
    var before = summary.before();
    return List.of(
        line("People", now.people(), before.people()),
        line("Events", now.events(), before.events()),
        line("Uses of models and features", now.requests(), before.requests()),
        line("Tokens", now.tokens(), before.tokens()),
        new Line(
            "Cost",
            Show.money(now.dollars(), CURRENCY),
            WeeklySummary.change(now.cost(), before.cost())));
  }

  private static Line line(String label, long now, long before) {
    return new Line(label, Show.count(now), WeeklySummary.change(now, before));
  }

  String plain(WeeklySummary summary, String tenant, String unsubscribe) {
    var text = new StringBuilder(WeeklySummaries.subject(tenant, summary.week()));
    text.append("\n\n");
    for (var line : lines(summary)) {
      text.append("%-30s %14s  %s%n".formatted(line.label(), line.value(), line.change()));
    }
    if (!summary.figures().topEvents().isEmpty()) {
      text.append("\nMost frequent events\n");
      for (var top : summary.figures().topEvents()) {
        text.append("%-30s %14s%n".formatted(top.name(), Show.count(top.events())));
      }
    }
    text.append("\nChanges are against the week before. Weeks run from Monday to Sunday in UTC.\n");
    text.append("See more: ").append(url).append("/console/analytics/overview\n\n");
    text.append("You asked for this mail. Stop it: ").append(unsubscribe).append('\n');
    return text.toString().replace("\r\n", "\n");
  }

  String html(WeeklySummary summary, String tenant, String unsubscribe) {
    return console.text(
        "analytics/mail.jte",
        Map.of(
            "subject", WeeklySummaries.subject(tenant, summary.week()),
            "summary", summary,
            "url", url,
            "unsubscribe", unsubscribe));
  }
}
