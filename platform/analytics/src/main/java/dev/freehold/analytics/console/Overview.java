package dev.freehold.analytics.console;

import dev.freehold.analytics.boards.Chart;
import dev.freehold.analytics.questions.EventMatch;
import dev.freehold.analytics.questions.Span;
import dev.freehold.analytics.questions.Where;
import dev.freehold.analytics.reports.Series;
import dev.freehold.analytics.reports.Trend;
import dev.freehold.analytics.reports.TrendQuestion;
import dev.freehold.analytics.reports.Trends;
import dev.freehold.analytics.sessions.LiveUsers;
import dev.freehold.analytics.sessions.SessionsQuestion;
import dev.freehold.analytics.sessions.TopLists;
import dev.freehold.analytics.sessions.TopQuestion;
import dev.freehold.analytics.sessions.VisitSessions;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.console.Show;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What the overview shows: a few questions asked at once. */
@Component
public class Overview {

  private static final int LIST_ROWS = 8;
  private static final Map<String, String> LISTS = lists();

  /**
   * @param now people of the last five minutes
   * @param charts the first is drawn, the others are lists
   */
  public record Seen(long now, List<Figure> figures, List<Chart> charts) {

    public boolean isEmpty() {
      return charts.getFirst().isEmpty() && now == 0;
    }

    public List<Chart> lists() {
      return charts.subList(1, charts.size());
    }
  }

  private final Trends trends;
  private final TopLists tops;
  private final LiveUsers live;
  private final VisitSessions sessions;
  private final Clock clock;

  Overview(Trends trends, TopLists tops, LiveUsers live, VisitSessions sessions, Clock clock) {
    this.trends = trends;
    this.sessions = sessions;
    this.tops = tops;
    this.live = live;
    this.clock = clock;
  }

  Seen of(Caller caller, Parameters parameters) {
    var range = Range.of(parameters, clock.instant());
    var span = Range.wholeDays(range.span(), clock.instant());
    var where = TrendsPage.where(parameters);
    var trend = trend(caller, range, span, where);
    var charts = new ArrayList<Chart>();
    charts.add(chart(trend, range));
    var match = new EventMatch(null, where);
    LISTS.forEach((by, heading) -> charts.add(list(caller, by, heading, match, span, parameters)));
    var figures = figures(trend);
    if (where.isEmpty()) {
      figures.addAll(visits(caller, span));
    }
    return new Seen(live.now(caller).lastFiveMinutes(), figures, charts);
  }

  private Trend trend(Caller caller, Range range, Span span, List<Where> where) {
    var question =
        new TrendQuestion(
            List.of(
                new Series(null, where, Series.Measured.PEOPLE, null),
                new Series(null, where, Series.Measured.COUNT, null)),
            span,
            range.interval(),
            null,
            null,
            true,
            null);
    return trends.ask(caller, question);
  }

  private static List<Figure> figures(Trend trend) {
    var figures = new ArrayList<Figure>();
    for (var line : trend.lines()) {
      var before = line.before();
      figures.add(
          new Figure(
              line.series() == 0 ? "People" : "Events",
              Charts.number(line.total()),
              before == null ? "" : Charts.change(line.total(), before.total())));
    }
    return figures;
  }

  /** Sessions belong to no single page or source, so a filter leaves them out. */
  private List<Figure> visits(Caller caller, Span span) {
    var now = sessions.ask(caller, SessionsQuestion.of(span));
    var window = span.at(clock.instant()).before();
    var earlier =
        sessions.ask(
            caller,
            SessionsQuestion.of(
                new Span(window.from().toString(), window.to().toString(), span.zone())));
    if (now.isEmpty()) {
      return List.of();
    }
    var row = now.getFirst();
    var before = earlier.isEmpty() ? null : earlier.getFirst();
    return List.of(
        new Figure(
            "Sessions",
            Show.count(row.sessions()),
            Charts.change(
                BigDecimal.valueOf(row.sessions()),
                BigDecimal.valueOf(before == null ? 0 : before.sessions()))),
        new Figure(
            "Bounce rate",
            Charts.percent(row.bounceRate()),
            before == null ? "" : Charts.percent(before.bounceRate()) + " the time before"),
        new Figure(
            "Average session",
            Show.duration(Duration.ofSeconds(Math.round(row.averageSeconds()))),
            ""));
  }

  private static Chart chart(Trend trend, Range range) {
    var columns = new ArrayList<Chart.Column>();
    var values = new ArrayList<List<@Nullable BigDecimal>>();
    for (var line : trend.lines()) {
      var before = line.before();
      if (line.series() == 0 && before != null) {
        columns.add(Chart.Column.of("People"));
        values.add(line.values());
        columns.add(new Chart.Column("The time before", true));
        values.add(before.values());
      }
    }
    return Charts.lines(
        "people",
        "People",
        "",
        trend.steps().stream()
            .map(step -> Charts.step(step, range.interval(), range.zone()))
            .toList(),
        columns,
        values);
  }

  private Chart list(
      Caller caller,
      String by,
      String heading,
      EventMatch match,
      Span span,
      Parameters parameters) {
    var rows = new ArrayList<Chart.Row>();
    for (var row : tops.ask(caller, new TopQuestion(by, match, span, null, LIST_ROWS))) {
      var narrower = parameters.with("property", by, "value", row.key());
      rows.add(
          new Chart.Row(
              row.key(),
              narrower.at(OverviewConsole.PATH),
              List.of(Chart.Cell.of(row.people()), Chart.Cell.of(row.times()))));
    }
    return new Chart(
        by.replace('_', '-'),
        Chart.Shape.TABLE,
        heading,
        "",
        heading,
        List.of(Chart.Column.of("People"), Chart.Column.of("Events")),
        rows);
  }

  private static Map<String, String> lists() {
    var lists = new LinkedHashMap<String, String>();
    lists.put("path", "Pages");
    lists.put("referrer", "Referrers");
    lists.put("utm_source", "Sources");
    lists.put("country", "Countries");
    lists.put("device", "Devices");
    lists.put("name", "Events");
    return lists;
  }
}
