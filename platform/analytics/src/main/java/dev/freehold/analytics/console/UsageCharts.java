package dev.freehold.analytics.console;

import dev.freehold.analytics.AnalyticsStreams;
import dev.freehold.analytics.boards.Chart;
import dev.freehold.analytics.questions.Questions;
import dev.freehold.eventstore.Answer;
import dev.freehold.eventstore.Filter;
import dev.freehold.eventstore.Interval;
import dev.freehold.eventstore.Measure;
import dev.freehold.eventstore.Measure.Count;
import dev.freehold.eventstore.Measure.Distinct;
import dev.freehold.eventstore.Measure.Quantile;
import dev.freehold.eventstore.Measure.Sum;
import dev.freehold.eventstore.Question;
import dev.freehold.eventstore.Stream;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.console.Address;
import dev.freehold.kernel.console.Show;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The figures and charts of usage, from rollups. */
@Component
class UsageCharts {

  private static final int NANO_DIGITS = 9;
  private static final int LINES = 6;
  private static final int ROWS = 50;
  private static final double MEDIAN = 0.5;
  private static final String CURRENCY = "USD";
  private static final List<Measure> OF_MODELS =
      List.of(
          new Sum("cost"),
          new Count(),
          new Sum("input_tokens"),
          new Sum("output_tokens"),
          new Sum("cache_read_tokens"),
          new Quantile("latency", MEDIAN));

  private final Questions questions;

  UsageCharts(Questions questions) {
    this.questions = questions;
  }

  /**
   * @param model only this one; empty for all
   */
  Answered of(Caller caller, Range range, String model, String path) {
    var only = model.isEmpty() ? List.<Filter>of() : List.of(Filter.is("model", model));
    var charts = new ArrayList<Chart>();
    charts.add(costs(caller, range, only));
    var models =
        ask(caller, AnalyticsStreams.USAGE, OF_MODELS, List.of("model"), only, range, null);
    charts.add(models(models, path));
    if (model.isEmpty()) {
      var types =
          ask(
              caller,
              AnalyticsStreams.USAGE,
              List.of(new Sum("cost"), new Count(), new Sum("quantity")),
              List.of("type"),
              only,
              range,
              null);
      charts.add(types(types));
      charts.add(tools(caller, range));
    }
    return new Answered(figures(models), charts);
  }

  private static List<Figure> figures(Answer models) {
    return List.of(
        new Figure("Cost", dollars(sum(models, 0)), ""),
        new Figure("Uses", Show.count(sum(models, 1).longValue()), ""),
        new Figure("Tokens in", Show.count(sum(models, 2).longValue()), ""),
        new Figure("Tokens out", Show.count(sum(models, 3).longValue()), ""));
  }

  private static BigDecimal sum(Answer answer, int measure) {
    return answer.rows().stream()
        .map(row -> value(row, measure))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private Chart costs(Caller caller, Range range, List<Filter> only) {
    var interval = range.interval();
    var answer =
        ask(
            caller,
            AnalyticsStreams.USAGE,
            List.of(new Sum("cost")),
            List.of("model"),
            only,
            range,
            interval);
    var byModel = new HashMap<String, BigDecimal>();
    var bySteps = new TreeMap<Instant, Map<String, BigDecimal>>();
    for (var row : answer.rows()) {
      var cost = value(row, 0).movePointLeft(NANO_DIGITS);
      byModel.merge(name(row), cost, BigDecimal::add);
      bySteps
          .computeIfAbsent(Objects.requireNonNull(row.step()), step -> new HashMap<>())
          .merge(name(row), cost, BigDecimal::add);
    }
    var models =
        byModel.entrySet().stream()
            .sorted(Map.Entry.<String, BigDecimal>comparingByValue().reversed())
            .limit(LINES)
            .map(Map.Entry::getKey)
            .toList();
    var steps = steps(range, interval, bySteps.keySet());
    var values = new ArrayList<List<@Nullable BigDecimal>>();
    for (var model : models) {
      var line = new ArrayList<@Nullable BigDecimal>();
      for (var step : steps.keySet()) {
        line.add(bySteps.getOrDefault(step, Map.of()).getOrDefault(model, BigDecimal.ZERO));
      }
      values.add(line);
    }
    return Charts.lines(
        "cost",
        "Cost by model",
        "$",
        List.copyOf(steps.values()),
        models.stream().map(Chart.Column::of).toList(),
        values);
  }

  /** Every step of the range with its name, so that those without usage are zero, not missing. */
  private static Map<Instant, String> steps(
      Range range, Interval interval, Iterable<Instant> found) {
    var steps = new TreeMap<Instant, String>();
    if (interval == Interval.DAY) {
      for (var day = range.from(); !day.isAfter(range.to()); day = day.plusDays(1)) {
        var at = day.atStartOfDay(range.zone()).toInstant();
        steps.put(at, Charts.step(at, interval, range.zone()));
      }
    }
    found.forEach(step -> steps.put(step, Charts.step(step, interval, range.zone())));
    return new LinkedHashMap<>(steps);
  }

  private static Chart models(Answer answer, String path) {
    var rows = new ArrayList<Chart.Row>();
    for (var row : answer.rows()) {
      rows.add(
          new Chart.Row(
              name(row),
              Address.of(path, "model", name(row)),
              List.of(
                  cost(row),
                  number(row, 1),
                  number(row, 2),
                  number(row, 3),
                  number(row, 4),
                  milliseconds(row, 5))));
    }
    return new Chart(
        "models",
        Chart.Shape.TABLE,
        "Models",
        "",
        "Model",
        List.of(
            Chart.Column.of("Cost"),
            Chart.Column.of("Uses"),
            Chart.Column.of("Tokens in"),
            Chart.Column.of("Tokens out"),
            Chart.Column.of("From cache"),
            Chart.Column.of("Median latency")),
        rows);
  }

  private static Chart types(Answer answer) {
    return new Chart(
        "features",
        Chart.Shape.TABLE,
        "Features",
        "",
        "Feature",
        List.of(Chart.Column.of("Cost"), Chart.Column.of("Uses"), Chart.Column.of("Quantity")),
        answer.rows().stream()
            .map(
                row ->
                    new Chart.Row(
                        name(row), null, List.of(cost(row), number(row, 1), number(row, 2))))
            .toList());
  }

  private Chart tools(Caller caller, Range range) {
    var answer =
        ask(
            caller,
            AnalyticsStreams.MCP_USAGE,
            List.of(new Count(), new Distinct("user_id"), new Quantile("latency", MEDIAN)),
            List.of("tool"),
            List.of(),
            range,
            null);
    var failed =
        ask(
            caller,
            AnalyticsStreams.MCP_USAGE,
            List.of(new Count()),
            List.of("tool"),
            List.of(new Filter("status", Filter.Test.NOT_IN, List.of("ok"))),
            range,
            null);
    var failures = new HashMap<String, BigDecimal>();
    failed.rows().forEach(row -> failures.put(name(row), value(row, 0)));
    var rows = new ArrayList<Chart.Row>();
    for (var row : answer.rows()) {
      var calls = value(row, 0).doubleValue();
      var failedCalls = failures.getOrDefault(name(row), BigDecimal.ZERO).doubleValue();
      rows.add(
          new Chart.Row(
              name(row),
              null,
              List.of(
                  number(row, 0),
                  number(row, 1),
                  milliseconds(row, 2),
                  Charts.share(calls == 0 ? 0 : failedCalls / calls))));
    }
    return new Chart(
        "tools",
        Chart.Shape.TABLE,
        "Tools",
        "",
        "Tool",
        List.of(
            Chart.Column.of("Calls"),
            Chart.Column.of("People"),
            Chart.Column.of("Median latency"),
            Chart.Column.of("Failed")),
        rows);
  }

  private Answer ask(
      Caller caller,
      Stream stream,
      List<Measure> measures,
      List<String> dimensions,
      List<Filter> filters,
      Range range,
      @Nullable Interval interval) {
    var window = Range.wholeDays(range.span(), questions.now()).at(questions.now());
    return questions.ask(
        caller,
        new Question(
            stream,
            measures,
            dimensions,
            filters,
            window.from(),
            window.to(),
            interval,
            range.zone(),
            interval == null ? List.of(new Question.Order(0, true)) : List.of(),
            interval == null ? ROWS : Question.MAX_ROWS));
  }

  private static String name(Answer.Row row) {
    return Objects.requireNonNullElse(row.dimensions().getFirst(), "(none)");
  }

  private static BigDecimal value(Answer.Row row, int measure) {
    return Objects.requireNonNullElse(row.values().get(measure), BigDecimal.ZERO);
  }

  private static Chart.Cell number(Answer.Row row, int measure) {
    return Chart.Cell.of(value(row, measure).longValue());
  }

  private static Chart.Cell cost(Answer.Row row) {
    var cost = value(row, 0).movePointLeft(NANO_DIGITS);
    return new Chart.Cell(cost, Show.money(cost, CURRENCY), 0);
  }

  private static Chart.Cell milliseconds(Answer.Row row, int measure) {
    var value = row.values().get(measure);
    return value == null
        ? Chart.Cell.none()
        : new Chart.Cell(value, Show.count(value.longValue()) + " ms", 0);
  }

  private static String dollars(BigDecimal nanos) {
    return Show.money(nanos.movePointLeft(NANO_DIGITS), CURRENCY);
  }
}
