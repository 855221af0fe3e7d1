package dev.freehold.analytics.reports;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a {@link TrendQuestion}.
 *
 * @param steps when each step begins; the first may begin before the range
 * @param lines by series, then by total, greatest first, {@code (other)} last
 * @param sources what was read: {@code rows}, or the rollup that answered
 */
public record Trend(List<Instant> steps, List<Line> lines, List<String> sources) {

  /**
   * One series, or one value of its breakdown.
   *
   * @param series the index of the series in the question
   * @param label the name of its event
   * @param key the value of the breakdown; null without one
   * @param total over the whole range; of people not the sum of the steps; null where nothing is
   *     averaged
   * @param values one for each step; zero, or null for an average, where nothing happened
   * @param before the same over the range before, when that was asked for
   */
  public record Line(
      int series,
      String label,
      @Nullable String key,
      @Nullable BigDecimal total,
      List<@Nullable BigDecimal> values,
      @Nullable Before before) {}

  /**
   * The range before.
   *
   * @param values one for each step of that range, which may have one step more or less
   */
  public record Before(@Nullable BigDecimal total, List<@Nullable BigDecimal> values) {}
}
