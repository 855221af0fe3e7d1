package dev.freehold.analytics.console;

import dev.freehold.analytics.boards.Chart;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a page shows of an answer.
 *
 * @param flow a drawing of the first chart, where the page has one
 */
public record Answered(List<Figure> figures, List<Chart> charts, @Nullable Flow flow) {

  Answered(List<Figure> figures, List<Chart> charts) {
    this(figures, charts, null);
  }

  public boolean isEmpty() {
    return charts.stream().allMatch(Chart::isEmpty);
  }

  /** What a live region says once the page has changed. */
  public String said() {
    if (isEmpty()) {
      return "Nothing in this range";
    }
    return figures.isEmpty()
        ? charts.getFirst().rows().size() + " rows"
        : figures.getFirst().label() + " " + figures.getFirst().value();
  }
}
