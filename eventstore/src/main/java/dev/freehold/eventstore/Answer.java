package dev.freehold.eventstore;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Question} found.
 *
 * @param sources what was read, finest first: {@code rows}, or a rollup and level such as {@code
 *     by_model/hour}
 * @param from the range that the answer covers: wider than asked where only buckets are left that
 *     reach over its edge, narrower where nothing is kept any more
 * @param to see {@code from}
 */
public record Answer(List<Row> rows, List<String> sources, Instant from, Instant to) {

  /**
   * One group.
   *
   * @param step when the step of time begins; null when the question has no interval
   * @param dimensions values as text, in the question's order
   * @param values in the order of the question's measures; null where no event has a value
   */
  public record Row(
      @Nullable Instant step,
      List<@Nullable String> dimensions,
      List<@Nullable BigDecimal> values) {}
}
