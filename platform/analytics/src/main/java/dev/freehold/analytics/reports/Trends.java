package dev.freehold.analytics.reports;

import static java.util.Comparator.comparing;
import static java.util.Comparator.naturalOrder;
import static java.util.Comparator.nullsLast;
import static java.util.Comparator.reverseOrder;

import dev.freehold.analytics.questions.CohortDefinition;
import dev.freehold.analytics.questions.Cohorts;
import dev.freehold.analytics.questions.Questions;
import dev.freehold.analytics.questions.Steps;
import dev.freehold.analytics.questions.Window;
import dev.freehold.kernel.Caller;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Trends: how much of something happened, step by step. */
@Component
public class Trends {

  private final Questions questions;
  private final Cohorts cohorts;
  private final RolledTrends rolled;

  public Trends(Questions questions, Cohorts cohorts) {
    this.questions = questions;
    this.cohorts = cohorts;
    rolled = new RolledTrends(questions);
  }

  private record Cell(@Nullable Long step, String key, @Nullable BigDecimal value) {}

  /** Asks in the caller's tenant. */
  public Trend ask(Caller caller, TrendQuestion question) {
    var now = questions.now();
    question.check(now);
    var window = question.span().at("range.", now);
    var members = cohorts.definition(caller, question.cohort());
    var lines = new ArrayList<Trend.Line>();
    var sources = new LinkedHashSet<String>();
    for (int i = 0; i < question.series().size(); i++) {
      lines.addAll(lines(caller, question, i, window, members, now, sources));
    }
    return new Trend(new Steps(window, question.width()).starts(), lines, List.copyOf(sources));
  }

  private List<Trend.Line> lines(
      Caller caller,
      TrendQuestion question,
      int index,
      Window window,
      @Nullable CohortDefinition members,
      Instant now,
      Set<String> sources) {
    var series = question.series().get(index);
    var found = found(caller, question, series, window, null, members, now);
    sources.addAll(found.sources());
    var earlier = window.before();
    var before =
        question.comparing()
            ? found(
                caller,
                question,
                series,
                earlier,
                List.copyOf(found.totals().keySet()),
                members,
                now)
            : null;
    var keys = new ArrayList<>(found.totals().keySet());
    if (before != null) {
      before.totals().keySet().stream().filter(key -> !keys.contains(key)).forEach(keys::add);
    }
    var wide = question.width();
    var ours = new Steps(window, wide).starts();
    var theirs = before == null ? List.<Instant>of() : new Steps(earlier, wide).starts();
    var lines = new ArrayList<Trend.Line>();
    for (var key : keys) {
      lines.add(
          new Trend.Line(
              index,
              series.match().label(),
              question.breakdown() == null ? null : key,
              total(found, key, series),
              values(found, key, ours, series),
              before == null
                  ? null
                  : new Trend.Before(
                      total(before, key, series), values(before, key, theirs, series))));
    }
    lines.sort(
        comparing((Trend.Line line) -> TrendQuestion.OTHER.equals(line.key()))
            .thenComparing(Trend.Line::total, nullsLast(reverseOrder()))
            .thenComparing(Trend.Line::key, nullsLast(naturalOrder())));
    return lines;
  }

  private TrendCells found(
      Caller caller,
      TrendQuestion question,
      Series series,
      Window window,
      @Nullable List<String> keys,
      @Nullable CohortDefinition members,
      Instant now) {
    if (members == null) {
      var cells = rolled.cells(caller, question, series, window, keys);
      if (cells.isPresent()) {
        return cells.get();
      }
    }
    var steps = new Steps(window, question.width());
    var found = new TrendCells(List.of("rows"));
    var query = question.toSql(questions.dialect(), series, window, keys, members, now);
    for (var cell : questions.rows(caller, query, Trends::cell)) {
      found.put(cell.key, cell.step == null ? null : steps.of(cell.step), cell.value);
    }
    return found;
  }

  private static Cell cell(ResultSet row) throws SQLException {
    return new Cell(
        row.getInt("whole") == 1 ? null : row.getLong("step"),
        row.getString("key"),
        TrendCells.number(row.getObject("value")));
  }

  private static @Nullable BigDecimal total(TrendCells found, String key, Series series) {
    var total = found.totals().get(key);
    return total == null ? nothing(series) : total;
  }

  private static List<@Nullable BigDecimal> values(
      TrendCells found, String key, List<Instant> steps, Series series) {
    var values = new ArrayList<@Nullable BigDecimal>();
    var byStep = found.steps().getOrDefault(key, Map.of());
    for (var step : steps) {
      var value = byStep.get(step);
      values.add(value == null ? nothing(series) : value);
    }
    return values;
  }

  private static @Nullable BigDecimal nothing(Series series) {
    return series.measured() == Series.Measured.AVERAGE ? null : BigDecimal.ZERO;
  }
}
