package dev.freehold.analytics.reports;

import java.time.Instant;
import java.util.List;

/**
 * The answer to a {@link RetentionQuestion}: a triangle, oldest beginners first.
 *
 * @param rows one for each step of the range
 */
public record Retention(List<Row> rows) {

  /**
   * The people who began in one step.
   *
   * @param start when the step begins
   * @param people who began in it
   * @param cameBack who of them came back in the first, second, … step after it, as far as the
   *     range goes
   */
  public record Row(Instant start, long people, List<Long> cameBack) {}
}
