package dev.freehold.eventstore.question;

import dev.freehold.eventstore.Filter;
import dev.freehold.eventstore.Measure;
import dev.freehold.eventstore.Question;
import dev.freehold.eventstore.Rollup;
import java.util.Comparator;
import java.util.Optional;

/** Which rollup answers a question: of those that suffice the one by the fewest dimensions. */
final class RollupChoice {

  private final Question question;

  RollupChoice(Question question) {
    this.question = question;
  }

  Optional<Rollup> of(Kept kept) {
    return question.stream().rollups().stream()
        .filter(kept::has)
        .filter(this::suffices)
        .min(Comparator.comparingInt(rollup -> rollup.by().size()));
  }

  private boolean suffices(Rollup rollup) {
    return rollup.by().containsAll(question.dimensions())
        && question.filters().stream().map(Filter::column).allMatch(rollup.by()::contains)
        && question.measures().stream().allMatch(measure -> keeps(rollup, measure));
  }

  private static boolean keeps(Rollup rollup, Measure measure) {
    return switch (measure) {
      case Measure.Count _ -> true;
      case Measure.Average(var column) -> rollup.measures().contains(new Measure.Sum(column));
      case Measure.Quantile(var column, _) ->
          rollup.measures().stream()
              .anyMatch(kept -> kept instanceof Measure.Quantile q && q.column().equals(column));
      case Measure.Sum _, Measure.Min _, Measure.Max _, Measure.Distinct _ ->
          rollup.measures().contains(measure);
    };
  }
}
