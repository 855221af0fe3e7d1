package dev.freehold.analytics.reports;

import dev.freehold.analytics.AnalyticsStreams;
import dev.freehold.analytics.questions.Property;
import dev.freehold.analytics.questions.Questions;
import dev.freehold.analytics.questions.Where;
import dev.freehold.analytics.questions.Window;
import dev.freehold.eventstore.Answer;
import dev.freehold.eventstore.Filter;
import dev.freehold.eventstore.Interval;
import dev.freehold.eventstore.Measure;
import dev.freehold.eventstore.Question;
import dev.freehold.kernel.Caller;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Trends out of rollups: numbers of events, sums and averages of {@code value}, by names, programs
 * and projects. People are counted one by one elsewhere: a rollup only estimates how many there
 * are, and does not know which of them turned out to be the same.
 */
final class RolledTrends {

  private static final Set<String> DIMENSIONS = Set.of("name", "program_id", "project_id");
  private static final int COUNT = 0;
  private static final int VALUE = 1;

  private final Questions questions;

  RolledTrends(Questions questions) {
    this.questions = questions;
  }

  /** The series over a window; empty when rollups cannot tell. */
  Optional<TrendCells> cells(
      Caller caller,
      TrendQuestion asked,
      Series series,
      Window window,
      @Nullable List<String> keys) {
    var measure = measure(asked, series);
    var filters = filters(series);
    if (measure.isEmpty() || filters.isEmpty()) {
      return Optional.empty();
    }
    var question = question(asked, window, null, measure.get(), filters.get());
    var whole = questions.ask(caller, question);
    var steps =
        questions.ask(caller, question(asked, window, asked.width(), measure.get(), filters.get()));
    if (whole.rows().size() == Question.MAX_ROWS || steps.rows().size() == Question.MAX_ROWS) {
      return Optional.empty();
    }
    var cells = new TrendCells(steps.sources());
    var named = keys == null ? mostFrequent(whole, asked.keys()) : Set.copyOf(keys);
    for (var row : whole.rows()) {
      add(cells, row, asked, named);
    }
    for (var row : steps.rows()) {
      add(cells, row, asked, named);
    }
    if (asked.breakdown() == null) {
      // The whole range has a line, also when nothing happened.
      cells.add("", null, null);
    }
    return Optional.of(cells);
  }

  private static void add(
      TrendCells cells, Answer.Row row, TrendQuestion asked, Set<String> named) {
    var key = asked.breakdown() == null ? "" : key(row);
    var shown = asked.breakdown() == null || named.contains(key) ? key : TrendQuestion.OTHER;
    cells.add(shown, row.step(), TrendCells.number(row.values().get(VALUE)));
  }

  private static Optional<Measure> measure(TrendQuestion asked, Series series) {
    var breakdown = asked.breakdown();
    boolean isOfValue = series.number().name().equals("value");
    if (breakdown != null && !DIMENSIONS.contains(breakdown)) {
      return Optional.empty();
    }
    return switch (series.measured()) {
      case COUNT -> Optional.of(new Measure.Count());
      case SUM -> isOfValue ? Optional.of(new Measure.Sum("value")) : Optional.empty();
      // Averages of what is left over cannot be put together from averages.
      case AVERAGE ->
          isOfValue && breakdown == null
              ? Optional.of(new Measure.Average("value"))
              : Optional.empty();
      case PEOPLE -> Optional.empty();
    };
  }

  private static Optional<List<Filter>> filters(Series series) {
    var filters = new ArrayList<Filter>();
    filters.add(Filter.is("kind", "track"));
    if (series.event() != null) {
      filters.add(Filter.is("name", series.event()));
    }
    for (var condition : series.match().conditions()) {
      var filter = filter(condition);
      if (filter.isEmpty()) {
        return Optional.empty();
      }
      filters.add(filter.get());
    }
    return Optional.of(filters);
  }

  private static Optional<Filter> filter(Where condition) {
    if (!DIMENSIONS.contains(condition.property())) {
      return Optional.empty();
    }
    var test =
        switch (condition.comparison()) {
          case IS -> Filter.Test.IN;
          case IS_NOT -> Filter.Test.NOT_IN;
          case SET -> Filter.Test.NOT_NULL;
          case NOT_SET -> Filter.Test.IS_NULL;
          case CONTAINS, AT_LEAST, LESS -> null;
        };
    var values = values(condition);
    return test == null || values == null
        ? Optional.empty()
        : Optional.of(new Filter(condition.property(), test, values));
  }

  /** As the column has them; null when one is no such value. */
  private static @Nullable List<Object> values(Where condition) {
    if (!condition.property().equals("project_id")) {
      return List.copyOf(condition.operands());
    }
    try {
      return condition.operands().stream().<Object>map(UUID::fromString).toList();
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static Question question(
      TrendQuestion asked,
      Window window,
      @Nullable Interval interval,
      Measure measure,
      List<Filter> filters) {
    var breakdown = asked.breakdown();
    return new Question(
        AnalyticsStreams.EVENTS,
        List.of(new Measure.Count(), measure),
        breakdown == null ? List.of() : List.of(breakdown),
        filters,
        window.from(),
        window.to(),
        interval,
        window.zone(),
        List.of(),
        Question.MAX_ROWS);
  }

  private static Set<String> mostFrequent(Answer whole, int limit) {
    Map<String, BigDecimal> counts = new HashMap<>();
    for (var row : whole.rows()) {
      var count = row.values().get(COUNT);
      counts.merge(key(row), count == null ? BigDecimal.ZERO : count, BigDecimal::add);
    }
    return counts.entrySet().stream()
        .sorted(
            Map.Entry.<String, BigDecimal>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(limit)
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  private static String key(Answer.Row row) {
    var value = row.dimensions().isEmpty() ? "" : row.dimensions().getFirst();
    return value == null ? Property.NONE : value;
  }
}
