package dev.freehold.analytics.console;

import dev.freehold.analytics.boards.Chart;
import dev.freehold.analytics.boards.QuestionKind;
import dev.freehold.analytics.reports.PathWay;
import dev.freehold.analytics.reports.Paths;
import dev.freehold.analytics.reports.PathsQuestion;
import dev.freehold.kernel.Caller;
import dev.freehold.kernel.console.Show;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The ways that people take from an event or page, or to it. */
@Component
class PathsPage implements QuestionPage<PathsQuestion> {

  private static final List<Integer> DEPTHS = List.of(1, 2, 3, 4, 5);
  private static final int DEFAULT_DEPTH = 3;
  private static final int WAYS = 30;

  private final Paths paths;
  private final Clock clock;

  PathsPage(Paths paths, Clock clock) {
    this.paths = paths;
    this.clock = clock;
  }

  @Override
  public QuestionKind kind() {
    return QuestionKind.PATHS;
  }

  @Override
  public Class<PathsQuestion> type() {
    return PathsQuestion.class;
  }

  @Override
  public void check(PathsQuestion question) {
    question.check(clock.instant());
  }

  @Override
  public @Nullable PathsQuestion read(Parameters parameters) {
    var at = parameters.optional("at");
    return at == null
        ? null
        : new PathsQuestion(
            at,
            parameters.choice("by", PathsQuestion.By.EVENT),
            parameters.choice("direction", PathsQuestion.Direction.AFTER),
            parameters.number("depth", DEFAULT_DEPTH, DEPTHS),
            Range.of(parameters, clock.instant()).span(),
            parameters.id("cohort"),
            WAYS);
  }

  @Override
  public Parameters parameters(@Nullable PathsQuestion question) {
    if (question == null) {
      return Parameters.none();
    }
    var values = new LinkedHashMap<String, List<String>>();
    TrendsPage.put(values, Range.of(question.range(), clock.instant()));
    values.put("at", List.of(question.at()));
    values.put("by", List.of(lower(question.by(), "event")));
    values.put("direction", List.of(lower(question.direction(), "after")));
    values.put("depth", List.of(Integer.toString(depth(question))));
    return new Parameters(values);
  }

  private static String lower(@Nullable Enum<?> constant, String otherwise) {
    return constant == null ? otherwise : constant.name().toLowerCase(Locale.ROOT);
  }

  private static int depth(PathsQuestion question) {
    var depth = question.depth();
    return depth == null ? DEFAULT_DEPTH : depth;
  }

  @Override
  public List<Control> controls(@Nullable PathsQuestion question) {
    var shown = parameters(question);
    return List.of(
        new Control.Typed("at", "Event or page", shown.text("at"), "page_view", true),
        new Control.Choice("by", "Steps are", shown.text("by"), bys()),
        new Control.Choice("direction", "Look", shown.text("direction"), directions()),
        new Control.Choice(
            "depth", "Steps", shown.text("depth", Integer.toString(DEFAULT_DEPTH)), depths()));
  }

  private static Map<String, String> bys() {
    var bys = new LinkedHashMap<String, String>();
    bys.put("event", "Events");
    bys.put("page", "Pages");
    return bys;
  }

  private static Map<String, String> directions() {
    var directions = new LinkedHashMap<String, String>();
    directions.put("after", "At what follows");
    directions.put("before", "At what led there");
    return directions;
  }

  private static Map<String, String> depths() {
    var depths = new LinkedHashMap<String, String>();
    DEPTHS.forEach(depth -> depths.put(depth.toString(), depth.toString()));
    return depths;
  }

  @Override
  public Answered answer(Caller caller, PathsQuestion question) {
    var whole =
        new PathsQuestion(
            question.at(),
            question.by(),
            question.direction(),
            question.depth(),
            Range.wholeDays(question.range(), clock.instant()),
            question.cohort(),
            question.limit());
    var ways = paths.ask(caller, whole);
    long times = ways.stream().mapToLong(PathWay::times).sum();
    var before = question.direction() == PathsQuestion.Direction.BEFORE;
    return new Answered(
        List.of(
            new Figure(
                question.at(), Show.count(times), "times, on the most frequent ways shown here")),
        List.of(table(question.at(), ways, before)),
        ways.isEmpty() ? null : PathFlow.of(question.at(), ways, depth(question), before));
  }

  private static Chart table(String at, List<PathWay> ways, boolean before) {
    return new Chart(
        "paths",
        Chart.Shape.TABLE,
        before ? "Ways to it" : "Ways from it",
        "",
        "Way",
        List.of(Chart.Column.of("Times"), Chart.Column.of("People")),
        ways.stream().map(way -> row(at, way, before)).toList());
  }

  private static Chart.Row row(String at, PathWay way, boolean before) {
    var steps = before ? way.steps().reversed() : way.steps();
    var arrow = " → ";
    var label =
        steps.isEmpty()
            ? before ? "(began with it)" : "(ended with it)"
            : before
                ? String.join(arrow, steps) + arrow + at
                : at + arrow + String.join(arrow, steps);
    return new Chart.Row(
        label, null, List.of(Chart.Cell.of(way.times()), Chart.Cell.of(way.people())));
  }
}
