package dev.freehold.analytics.reports;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a {@link FunnelQuestion}.
 *
 * @param ways one, or one for each value of the breakdown, most people first
 */
public record Funnel(List<Way> ways) {

  /**
   * A way through the funnel.
   *
   * @param key the value of the breakdown; null without one
   */
  public record Way(@Nullable String key, List<Step> steps) {}

  /**
   * One step.
   *
   * @param label the name of its event
   * @param people who got so far
   * @param conversion of those who did the first step, 0 to 1
   * @param conversionFromPrevious of those who did the step before, 0 to 1
   * @param medianSeconds from the step before to this one, the first time that each got here; null
   *     for the first step and where nobody got
   */
  public record Step(
      String label,
      long people,
      double conversion,
      double conversionFromPrevious,
      @Nullable Double medianSeconds) {}
}
