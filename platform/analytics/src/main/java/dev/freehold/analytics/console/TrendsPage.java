package dev.freehold.analytics.console;

import dev.freehold.analytics.boards.Chart;
import dev.freehold.analytics.boards.QuestionKind;
import dev.freehold.analytics.questions.Where;
import dev.freehold.analytics.reports.Series;
import dev.freehold.analytics.reports.Trend;
import dev.freehold.analytics.reports.TrendQuestion;
import dev.freehold.analytics.reports.Trends;
import dev.freehold.eventstore.Interval;
import dev.freehold.kernel.Caller;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** How much of something happened, step by step. */
@Component
class TrendsPage implements QuestionPage<TrendQuestion> {

  private static final int LINES = 7;

  private final Trends trends;
  private final Clock clock;

  TrendsPage(Trends trends, Clock clock) {
    this.trends = trends;
    this.clock = clock;
  }

  @Override
  public QuestionKind kind() {
    return QuestionKind.TRENDS;
  }

  @Override
  public Class<TrendQuestion> type() {
    return TrendQuestion.class;
  }

  @Override
  public void check(TrendQuestion question) {
    question.check(clock.instant());
  }

  @Override
  public TrendQuestion read(Parameters parameters) {
    var range = Range.of(parameters, clock.instant());
    var series = new ArrayList<Series>();
    var events = List.of(parameters.text("event").split(",", -1));
    for (var event : events) {
      series.add(
          new Series(
              event.isBlank() ? null : event.strip(),
              where(parameters),
              parameters.choice("measure", Series.Measured.COUNT),
              null));
    }
    return new TrendQuestion(
        series,
        range.span(),
        parameters.choice("interval", range.interval()),
        parameters.optional("breakdown"),
        parameters.id("cohort"),
        parameters.is("compare"),
        LINES);
  }

  static List<Where> where(Parameters parameters) {
    var property = parameters.text("property");
    var value = parameters.text("value");
    return property.isEmpty() || value.isEmpty() ? List.of() : List.of(Where.is(property, value));
  }

  @Override
  public Parameters parameters(@Nullable TrendQuestion question) {
    if (question == null) {
      return Parameters.none();
    }
    var values = new LinkedHashMap<String, List<String>>();
    var range = Range.of(question.range(), clock.instant());
    put(values, range);
    values.put("event", List.of(events(question)));
    values.put("measure", List.of(measure(question).name().toLowerCase(java.util.Locale.ROOT)));
    var interval = question.interval();
    if (interval != null) {
      values.put("interval", List.of(interval.name().toLowerCase(java.util.Locale.ROOT)));
    }
    var breakdown = question.breakdown();
    if (breakdown != null) {
      values.put("breakdown", List.of(breakdown));
    }
    if (Boolean.TRUE.equals(question.compare())) {
      values.put("compare", List.of("true"));
    }
    putWhere(values, question.series().getFirst().where());
    return new Parameters(values);
  }

  static void put(Map<String, List<String>> values, Range range) {
    values.put("zone", List.of(range.zone().getId()));
    if (range.days() > 0) {
      values.put("days", List.of(Integer.toString(range.days())));
    } else {
      values.put("from", List.of(range.from().toString()));
      values.put("to", List.of(range.to().toString()));
    }
  }

  static void putWhere(Map<String, List<String>> values, @Nullable List<Where> where) {
    if (where != null && where.size() == 1 && where.getFirst().values() != null) {
      var only = where.getFirst();
      values.put("property", List.of(only.property()));
      values.put("value", Objects.requireNonNull(only.values()).stream().limit(1).toList());
    }
  }

  @Override
  public List<Control> controls(@Nullable TrendQuestion question) {
    var shown = parameters(question);
    return List.of(
        new Control.Typed("event", "Events", shown.text("event"), "All", true),
        new Control.Choice("measure", "Count", shown.text("measure"), measures()),
        new Control.Choice(
            "breakdown",
            "Break down by",
            shown.text("breakdown"),
            Control.properties("Nothing", shown.text("breakdown"))),
        new Control.Choice("interval", "Steps", shown.text("interval"), intervals()),
        new Control.Choice(
            "property",
            "Only where",
            shown.text("property"),
            Control.properties("All events", shown.text("property"))),
        new Control.Typed("value", "is", shown.text("value"), "", false),
        new Control.Check("compare", "Compare with the time before", shown.is("compare")));
  }

  private static Map<String, String> measures() {
    var measures = new LinkedHashMap<String, String>();
    measures.put("count", "Events");
    measures.put("people", "People");
    measures.put("sum", "Sum of values");
    measures.put("average", "Average value");
    return measures;
  }

  static Map<String, String> intervals() {
    var intervals = new LinkedHashMap<String, String>();
    for (var interval : List.of(Interval.HOUR, Interval.DAY, Interval.WEEK, Interval.MONTH)) {
      var name = interval.name().toLowerCase(java.util.Locale.ROOT);
      intervals.put(name, Character.toUpperCase(name.charAt(0)) + name.substring(1) + "s");
    }
    return intervals;
  }

  private static Series.Measured measure(TrendQuestion question) {
    var measure = question.series().getFirst().measure();
    return measure == null ? Series.Measured.COUNT : measure;
  }

  private static String events(TrendQuestion question) {
    return String.join(
        ", ",
        question.series().stream()
            .map(series -> series.event() == null ? "" : series.event())
            .toList());
  }

  @Override
  public Answered answer(Caller caller, TrendQuestion question) {
    var whole = wholeDays(question);
    var trend = trends.ask(caller, whole);
    var interval = whole.interval() == null ? Interval.DAY : whole.interval();
    var zone = Range.of(question.range(), clock.instant()).zone();
    var columns = new ArrayList<Chart.Column>();
    var values = new ArrayList<List<@Nullable BigDecimal>>();
    var figures = new ArrayList<Figure>();
    for (var line : trend.lines()) {
      columns.add(Chart.Column.of(name(line)));
      values.add(line.values());
      var before = line.before();
      if (before != null) {
        columns.add(new Chart.Column(name(line) + ", before", true));
        values.add(before.values());
      }
      if (figures.size() < 3) {
        figures.add(
            new Figure(
                name(line),
                Charts.number(line.total()),
                before == null ? "" : Charts.change(line.total(), before.total())));
      }
    }
    var steps = trend.steps().stream().map(step -> Charts.step(step, interval, zone)).toList();
    return new Answered(
        figures,
        List.of(
            Charts.lines(
                "trends",
                measures().getOrDefault(measureName(question), "Events"),
                "",
                steps,
                columns,
                values)));
  }

  private TrendQuestion wholeDays(TrendQuestion question) {
    return new TrendQuestion(
        question.series(),
        Range.wholeDays(question.range(), clock.instant()),
        question.interval(),
        question.breakdown(),
        question.cohort(),
        question.compare(),
        question.limit());
  }

  private static String measureName(TrendQuestion question) {
    return measure(question).name().toLowerCase(java.util.Locale.ROOT);
  }

  private static String name(Trend.Line line) {
    var event = line.label().equals("any event") ? "All events" : line.label();
    return line.key() == null ? event : line.key();
  }
}
