package dev.freehold.eventstore;

import dev.freehold.eventstore.Calls.Call;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Answers questions about {@link Calls} the slow and obvious way. */
final class Reference {

  private record Group(@Nullable Instant step, List<@Nullable String> dimensions) {}

  private final Question question;

  Reference(Question question) {
    this.question = question;
  }

  /** Distinct counts and quantiles are exact here. */
  List<Answer.Row> answer(Collection<Call> calls) {
    var groups = new HashMap<Group, List<Call>>();
    for (var call : calls) {
      if (!call.at().isBefore(question.from()) && call.at().isBefore(question.to())) {
        var dimensions = new ArrayList<@Nullable String>();
        question.dimensions().forEach(name -> dimensions.add(dimension(call, name)));
        var group = new Group(step(call.at()), dimensions);
        groups.computeIfAbsent(group, _ -> new ArrayList<>()).add(call);
      }
    }
    var rows = new ArrayList<Answer.Row>();
    groups.forEach(
        (group, some) -> {
          var values = new ArrayList<@Nullable BigDecimal>();
          question.measures().forEach(measure -> values.add(value(measure, some)));
          rows.add(new Answer.Row(group.step(), group.dimensions(), values));
        });
    rows.sort(order());
    return rows;
  }

  private Comparator<Answer.Row> order() {
    Comparator<Answer.Row> order =
        Comparator.comparing(
            Answer.Row::step, Comparator.nullsFirst(Comparator.<Instant>naturalOrder()));
    for (int i = 0; i < question.dimensions().size(); i++) {
      int at = i;
      order =
          order.thenComparing(
              row -> row.dimensions().get(at),
              Comparator.nullsFirst(Comparator.<String>naturalOrder()));
    }
    return order;
  }

  private @Nullable Instant step(Instant at) {
    var interval = question.interval();
    return interval == null ? null : step(interval, at, question.zone());
  }

  private static Instant step(Interval interval, Instant at, ZoneId zone) {
    var local = at.atZone(zone);
    var day = local.toLocalDate();
    return switch (interval) {
      case MINUTE -> local.truncatedTo(ChronoUnit.MINUTES).toInstant();
      case HOUR -> local.truncatedTo(ChronoUnit.HOURS).toInstant();
      case DAY -> day.atStartOfDay(zone).toInstant();
      case WEEK ->
          day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))
              .atStartOfDay(zone)
              .toInstant();
      case MONTH -> day.withDayOfMonth(1).atStartOfDay(zone).toInstant();
    };
  }

  private static @Nullable String dimension(Call call, String name) {
    var value =
        switch (name) {
          case "person" -> call.person();
          case "model" -> call.model();
          case "project" -> call.project();
          case "cached" -> call.cached();
          default -> throw new IllegalArgumentException(name);
        };
    return value == null ? null : value.toString();
  }

  private static @Nullable BigDecimal value(Measure measure, List<Call> calls) {
    return switch (measure) {
      case Measure.Count _ -> BigDecimal.valueOf(calls.size());
      case Measure.Sum(var column) -> sum(numbers(calls, column));
      case Measure.Average(var column) -> average(numbers(calls, column));
      case Measure.Min(var column) ->
          numbers(calls, column).stream().min(Comparator.naturalOrder()).orElse(null);
      case Measure.Max(var column) ->
          numbers(calls, column).stream().max(Comparator.naturalOrder()).orElse(null);
      case Measure.Distinct(var column) ->
          BigDecimal.valueOf(
              present(calls, call -> dimension(call, column)).stream().distinct().count());
      case Measure.Quantile(var column, var rank) -> quantile(numbers(calls, column), rank);
    };
  }

  private static @Nullable BigDecimal sum(List<BigDecimal> numbers) {
    return numbers.stream().reduce(BigDecimal::add).orElse(null);
  }

  private static @Nullable BigDecimal average(List<BigDecimal> numbers) {
    var sum = sum(numbers);
    return sum == null
        ? null
        : sum.divide(BigDecimal.valueOf(numbers.size()), MathContext.DECIMAL64);
  }

  private static @Nullable BigDecimal quantile(List<BigDecimal> numbers, double rank) {
    var sorted = numbers.stream().sorted().toList();
    return sorted.isEmpty()
        ? null
        : sorted.get((int) Math.max(0, Math.ceil(rank * sorted.size()) - 1));
  }

  private static List<BigDecimal> numbers(List<Call> calls, String column) {
    return switch (column) {
      case "tokens" -> present(calls, Call::tokens).stream().map(BigDecimal::valueOf).toList();
      case "cost" -> present(calls, Call::cost).stream().map(BigDecimal::valueOf).toList();
      default -> throw new IllegalArgumentException(column);
    };
  }

  private static <T> List<T> present(List<Call> calls, Function<Call, @Nullable T> of) {
    var present = new ArrayList<T>();
    for (var call : calls) {
      var value = of.apply(call);
      if (value != null) {
        present.add(Objects.requireNonNull(value));
      }
    }
    return present;
  }
}
