package dev.freehold.analytics.console;

import dev.freehold.analytics.boards.Chart;
import dev.freehold.analytics.boards.QuestionKind;
import dev.freehold.analytics.questions.EventMatch;
import dev.freehold.analytics.reports.Retention;
import dev.freehold.analytics.reports.RetentionQuestion;
import dev.freehold.analytics.reports.Retentions;
import dev.freehold.eventstore.Interval;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.console.Show;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** How many people come back, by when they began. */
@Component
class RetentionPage implements QuestionPage<RetentionQuestion> {

  private static final int SHOWN_STEPS = 12;
  private static final int SHORT = 15;
  private static final int MIDDLE = 120;

  private final Retentions retentions;
  private final Clock clock;

  RetentionPage(Retentions retentions, Clock clock) {
    this.retentions = retentions;
    this.clock = clock;
  }

  @Override
  public QuestionKind kind() {
    return QuestionKind.RETENTION;
  }

  @Override
  public Class<RetentionQuestion> type() {
    return RetentionQuestion.class;
  }

  @Override
  public void check(RetentionQuestion question) {
    question.check(clock.instant());
  }

  @Override
  public RetentionQuestion read(Parameters parameters) {
    var range = Range.of(parameters, clock.instant());
    return new RetentionQuestion(
        new EventMatch(parameters.optional("begin"), List.of()),
        new EventMatch(parameters.optional("come_back"), List.of()),
        parameters.choice("kind", RetentionQuestion.Kind.FIRST_TIME),
        parameters.choice("interval", interval(range)),
        range.span(),
        parameters.id("cohort"));
  }

  private static Interval interval(Range range) {
    return range.length() <= SHORT
        ? Interval.DAY
        : range.length() <= MIDDLE ? Interval.WEEK : Interval.MONTH;
  }

  @Override
  public Parameters parameters(@Nullable RetentionQuestion question) {
    if (question == null) {
      return Parameters.none();
    }
    var values = new LinkedHashMap<String, List<String>>();
    TrendsPage.put(values, Range.of(question.range(), clock.instant()));
    put(values, "begin", question.begin() == null ? null : question.begin().event());
    put(values, "come_back", question.comeBack() == null ? null : question.comeBack().event());
    put(values, "kind", name(question.kind()));
    put(values, "interval", name(question.interval()));
    return new Parameters(values);
  }

  private static void put(Map<String, List<String>> values, String name, @Nullable String value) {
    if (value != null) {
      values.put(name, List.of(value));
    }
  }

  private static @Nullable String name(@Nullable Enum<?> constant) {
    return constant == null ? null : constant.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public List<Control> controls(@Nullable RetentionQuestion question) {
    var shown = parameters(question);
    return List.of(
        new Control.Typed("begin", "They began with", shown.text("begin"), "Any event", true),
        new Control.Typed(
            "come_back", "They came back with", shown.text("come_back"), "Any event", true),
        new Control.Choice("kind", "People begin", shown.text("kind"), kinds()),
        new Control.Choice("interval", "Steps", shown.text("interval"), intervals()));
  }

  private static Map<String, String> kinds() {
    var kinds = new LinkedHashMap<String, String>();
    kinds.put("first_time", "Once, at their first");
    kinds.put("recurring", "In every step with one");
    return kinds;
  }

  private static Map<String, String> intervals() {
    var intervals = TrendsPage.intervals();
    intervals.remove("hour");
    return intervals;
  }

  @Override
  public Answered answer(Caller caller, RetentionQuestion question) {
    var whole =
        new RetentionQuestion(
            question.begin(),
            question.comeBack(),
            question.kind(),
            question.interval(),
            Range.wholeDays(question.range(), clock.instant()),
            question.cohort());
    var rows = retentions.ask(caller, whole).rows();
    var interval = whole.interval() == null ? Interval.DAY : whole.interval();
    var zone = Range.of(question.range(), clock.instant()).zone();
    var columns = new ArrayList<Chart.Column>();
    columns.add(Chart.Column.of("People"));
    int steps = Math.min(SHOWN_STEPS, Math.max(0, rows.size() - 1));
    for (int step = 1; step <= steps; step++) {
      columns.add(Chart.Column.of(unit(interval) + " " + step));
    }
    var table = new ArrayList<Chart.Row>();
    for (var row : rows) {
      var cells = new ArrayList<Chart.Cell>();
      cells.add(Chart.Cell.of(row.people()));
      for (int step = 0; step < steps; step++) {
        cells.add(
            step < row.cameBack().size() && row.people() > 0
                ? Charts.shaded(
                    (double) row.cameBack().get(step) / row.people(), row.cameBack().get(step))
                : Chart.Cell.none());
      }
      table.add(new Chart.Row(Charts.step(row.start(), interval, zone), null, cells));
    }
    return new Answered(
        figures(rows, interval),
        List.of(
            new Chart(
                "retention",
                Chart.Shape.HEAT,
                "Who came back, of those who began",
                "",
                "Began",
                columns,
                table)));
  }

  private static List<Figure> figures(List<Retention.Row> rows, Interval interval) {
    long began = 0;
    long whoCould = 0;
    long cameBack = 0;
    for (var row : rows) {
      began += row.people();
      if (!row.cameBack().isEmpty()) {
        whoCould += row.people();
        cameBack += row.cameBack().getFirst();
      }
    }
    return List.of(
        new Figure(
            "Back one " + unit(interval).toLowerCase(Locale.ROOT) + " later",
            Charts.percent(whoCould == 0 ? 0 : (double) cameBack / whoCould),
            Show.count(cameBack) + " of " + Show.count(whoCould) + " people"),
        new Figure("Began", Show.count(began), ""));
  }

  private static String unit(Interval interval) {
    return switch (interval) {
      case MINUTE -> "Minute";
      case HOUR -> "Hour";
      case DAY -> "Day";
      case WEEK -> "Week";
      case MONTH -> "Month";
    };
  }
}
