package dev.freehold.eventstore.question;

import dev.freehold.eventstore.Column;
import dev.freehold.eventstore.ColumnRole;
import dev.freehold.eventstore.ColumnType;
import dev.freehold.eventstore.Filter;
import dev.freehold.eventstore.Measure;
import dev.freehold.eventstore.Question;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;

/** Refuses a question that its stream cannot answer, in words for whoever asked it. */
final class QuestionCheck {

  static final int MAX_MEASURES = 20;
  static final int MAX_DIMENSIONS = 8;
  static final int MAX_FILTERS = 20;
  static final int MAX_FILTER_VALUES = 1_000;

  /** The widest range in days, some hundred years. */
  static final int MAX_DAYS = 36_600;

  private final Question question;

  QuestionCheck(Question question) {
    this.question = question;
  }

  /**
   * @throws IllegalArgumentException when something is not as it must be, and what
   */
  void check() {
    require(
        !question.measures().isEmpty() && question.measures().size() <= MAX_MEASURES,
        "has %d measures, not 1 to %d",
        question.measures().size(),
        MAX_MEASURES);
    require(question.from().isBefore(question.to()), "begins no earlier than it ends");
    require(
        question.from().plusSeconds(MAX_DAYS * 86_400L).isAfter(question.to()),
        "covers more than %d days",
        MAX_DAYS);
    require(
        question.limit() >= 1 && question.limit() <= Question.MAX_ROWS,
        "has the limit %d, not 1 to %d",
        question.limit(),
        Question.MAX_ROWS);
    question.measures().forEach(this::check);
    checkDimensions(question.dimensions());
    require(question.filters().size() <= MAX_FILTERS, "has more than " + MAX_FILTERS + " filters");
    question.filters().forEach(this::check);
    for (var order : question.order()) {
      require(
          order.measure() >= 0 && order.measure() < question.measures().size(),
          "is ordered by measure %d, but has only %d",
          order.measure(),
          question.measures().size());
    }
  }

  private void check(Measure measure) {
    switch (measure) {
      case Measure.Count _ -> {}
      case Measure.Sum(var column) -> requireNumber(column, "added up");
      case Measure.Average(var column) -> requireNumber(column, "averaged");
      case Measure.Min(var column) -> requireNumber(column, "measured");
      case Measure.Max(var column) -> requireNumber(column, "measured");
      case Measure.Distinct(var column) -> {
        var role = column(column).role();
        require(
            role == ColumnRole.IDENTITY || role == ColumnRole.DIMENSION,
            "%s is no identity or dimension and cannot be counted distinctly",
            column);
      }
      case Measure.Quantile(var column, var rank) -> {
        requireNumber(column, "spread over quantiles");
        require(rank >= 0 && rank <= 1, "the rank %s of %s is not within 0 and 1", rank, column);
      }
    }
  }

  private void checkDimensions(List<String> dimensions) {
    require(dimensions.size() <= MAX_DIMENSIONS, "has more than " + MAX_DIMENSIONS + " dimensions");
    var seen = new HashSet<String>();
    for (var dimension : dimensions) {
      var role = column(dimension).role();
      require(
          role == ColumnRole.DIMENSION || role == ColumnRole.IDENTITY,
          "%s is no dimension and cannot be grouped by",
          dimension);
      require(seen.add(dimension), "names the dimension %s twice", dimension);
    }
  }

  private void check(Filter filter) {
    var column = column(filter.column());
    require(
        column.role() != ColumnRole.DETAIL,
        "%s is no dimension, identity or measure and cannot be filtered by",
        column.name());
    int values = filter.values().size();
    switch (filter.test()) {
      case IN, NOT_IN ->
          require(
              values >= 1 && values <= MAX_FILTER_VALUES,
              "the filter of %s has %d values, not 1 to %d",
              column.name(),
              values,
              MAX_FILTER_VALUES);
      case IS_NULL, NOT_NULL ->
          require(values == 0, "the filter of %s takes no value", column.name());
      case LESS, AT_LEAST -> {
        require(values == 1, "the filter of %s takes one value", column.name());
        require(isNumber(column), "%s is no number and has no order", column.name());
      }
    }
    for (var value : filter.values()) {
      require(
          isOf(column.type(), value),
          "the filter of %s must hold %s values, not %s",
          column.name(),
          column.type(),
          value.getClass().getSimpleName());
    }
  }

  private void requireNumber(String name, String done) {
    var column = column(name);
    require(
        column.role() == ColumnRole.MEASURE && isNumber(column),
        "%s is no measure and cannot be %s",
        name,
        done);
  }

  private Column column(String name) {
    return question.stream().column(name).orElseThrow(() -> wrong("there is no column " + name));
  }

  private static boolean isNumber(Column column) {
    return column.type() == ColumnType.LONG || column.type() == ColumnType.DOUBLE;
  }

  private static boolean isOf(ColumnType type, Object value) {
    return switch (type) {
      case UUID -> value instanceof UUID;
      case TEXT -> value instanceof String;
      case LONG -> value instanceof Long;
      case DOUBLE -> value instanceof Double;
      case BOOLEAN -> value instanceof Boolean;
      case TIMESTAMP -> value instanceof java.time.Instant;
    };
  }

  private void require(boolean holds, String otherwise, Object... values) {
    if (!holds) {
      throw wrong(otherwise.formatted(values));
    }
  }

  private IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException(
        "the question about " + question.stream().name() + ": " + what);
  }
}
