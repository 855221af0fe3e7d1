package dev.freehold.analytics.console;

import dev.freehold.analytics.boards.Chart;
import dev.freehold.analytics.boards.QuestionKind;
import dev.freehold.analytics.questions.EventMatch;
import dev.freehold.analytics.reports.Funnel;
import dev.freehold.analytics.reports.FunnelQuestion;
import dev.freehold.analytics.reports.Funnels;
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

/** How many people went through some steps in order. */
@Component
class FunnelsPage implements QuestionPage<FunnelQuestion> {

  private static final int STEPS = 6;
  private static final int WAYS = 6;
  private static final String DEFAULT_WINDOW = "P14D";

  private final Funnels funnels;
  private final Clock clock;

  FunnelsPage(Funnels funnels, Clock clock) {
    this.funnels = funnels;
    this.clock = clock;
  }

  @Override
  public QuestionKind kind() {
    return QuestionKind.FUNNEL;
  }

  @Override
  public Class<FunnelQuestion> type() {
    return FunnelQuestion.class;
  }

  @Override
  public void check(FunnelQuestion question) {
    question.check(clock.instant());
  }

  @Override
  public @Nullable FunnelQuestion read(Parameters parameters) {
    var steps = parameters.all("step");
    if (steps.size() < 2) {
      return null;
    }
    return new FunnelQuestion(
        steps.stream().map(EventMatch::named).toList(),
        Range.of(parameters, clock.instant()).span(),
        parameters.text("window", DEFAULT_WINDOW),
        parameters.optional("breakdown"),
        parameters.is("strict"),
        parameters.id("cohort"),
        WAYS);
  }

  @Override
  public Parameters parameters(@Nullable FunnelQuestion question) {
    if (question == null) {
      return Parameters.none();
    }
    var values = new LinkedHashMap<String, List<String>>();
    TrendsPage.put(values, Range.of(question.range(), clock.instant()));
    values.put(
        "step",
        question.steps().stream().map(step -> step.event() == null ? "" : step.event()).toList());
    var window = question.window();
    values.put("window", List.of(window == null ? DEFAULT_WINDOW : window));
    var breakdown = question.breakdown();
    if (breakdown != null) {
      values.put("breakdown", List.of(breakdown));
    }
    if (Boolean.TRUE.equals(question.strict())) {
      values.put("strict", List.of("true"));
    }
    return new Parameters(values);
  }

  @Override
  public List<Control> controls(@Nullable FunnelQuestion question) {
    var shown = parameters(question);
    var controls = new ArrayList<Control>();
    var steps = shown.all("step");
    for (int i = 0; i < Math.max(STEPS, steps.size()); i++) {
      controls.add(
          new Control.Typed(
              "step",
              "Step " + (i + 1),
              i < steps.size() ? steps.get(i) : "",
              i < 2 ? "An event" : "None",
              true));
    }
    controls.add(
        new Control.Choice("window", "Within", shown.text("window", DEFAULT_WINDOW), windows()));
    controls.add(
        new Control.Choice(
            "breakdown",
            "Break down by",
            shown.text("breakdown"),
            Control.properties("Nothing", shown.text("breakdown"))));
    controls.add(new Control.Check("strict", "Nothing else between the steps", shown.is("strict")));
    return controls;
  }

  private static Map<String, String> windows() {
    var windows = new LinkedHashMap<String, String>();
    windows.put("PT30M", "30 minutes");
    windows.put("PT1H", "1 hour");
    windows.put("P1D", "1 day");
    windows.put("P7D", "7 days");
    windows.put("P14D", "14 days");
    windows.put("P30D", "30 days");
    windows.put("P90D", "90 days");
    return windows;
  }

  @Override
  public Answered answer(Caller caller, FunnelQuestion question) {
    var whole =
        new FunnelQuestion(
            question.steps(),
            Range.wholeDays(question.range(), clock.instant()),
            question.window(),
            question.breakdown(),
            question.strict(),
            question.cohort(),
            question.limit());
    var ways = funnels.ask(caller, whole).ways();
    if (ways.isEmpty()) {
      return new Answered(List.of(), List.of(chart(question, List.of())));
    }
    return new Answered(figures(ways), List.of(chart(question, ways), detail(ways)));
  }

  private static List<Figure> figures(List<Funnel.Way> ways) {
    long began = 0;
    long ended = 0;
    for (var way : ways) {
      began += way.steps().getFirst().people();
      ended += way.steps().getLast().people();
    }
    return List.of(
        new Figure("Went all the way", Charts.percent(began == 0 ? 0 : (double) ended / began), ""),
        new Figure("Began", Show.count(began), ""),
        new Figure("Got to the end", Show.count(ended), ""));
  }

  private static Chart chart(FunnelQuestion question, List<Funnel.Way> ways) {
    var rows = new ArrayList<Chart.Row>();
    for (int i = 0; i < question.steps().size() && !ways.isEmpty(); i++) {
      var cells = new ArrayList<Chart.Cell>();
      for (var way : ways) {
        cells.add(Chart.Cell.of(way.steps().get(i).people()));
      }
      rows.add(new Chart.Row(i + 1 + ". " + question.steps().get(i).label(), null, cells));
    }
    return new Chart(
        "funnel",
        Chart.Shape.BARS,
        "People who got so far",
        "",
        "Step",
        ways.stream()
            .map(way -> Chart.Column.of(way.key() == null ? "People" : way.key()))
            .toList(),
        rows);
  }

  private static Chart detail(List<Funnel.Way> ways) {
    var rows = new ArrayList<Chart.Row>();
    for (var way : ways) {
      for (int i = 0; i < way.steps().size(); i++) {
        var step = way.steps().get(i);
        var name = i + 1 + ". " + step.label();
        rows.add(
            new Chart.Row(
                way.key() == null ? name : way.key() + ", " + name,
                null,
                List.of(
                    Chart.Cell.of(step.people()),
                    Charts.share(step.conversion()),
                    Charts.share(step.conversionFromPrevious()),
                    time(step.medianSeconds()))));
      }
    }
    return new Chart(
        "funnel-steps",
        Chart.Shape.TABLE,
        "Step by step",
        "",
        "Step",
        List.of(
            Chart.Column.of("People"),
            Chart.Column.of("Of all"),
            Chart.Column.of("Of the step before"),
            Chart.Column.of("Median time")),
        rows);
  }

  private static Chart.Cell time(@Nullable Double seconds) {
    return seconds == null
        ? Chart.Cell.none()
        : new Chart.Cell(
            BigDecimal.valueOf(seconds), Show.duration(Duration.ofSeconds(Math.round(seconds))), 0);
  }
}
