package dev.freehold.analytics.reports;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a series has under each key, over the whole range and in each step.
 *
 * @param sources what it was read from
 */
record TrendCells(
    Map<String, @Nullable BigDecimal> totals,
    Map<String, Map<Instant, @Nullable BigDecimal>> steps,
    List<String> sources) {

  /** Sums and averages of floating-point values are told with as many decimals. */
  private static final int DECIMALS = 6;

  TrendCells(List<String> sources) {
    this(new HashMap<>(), new HashMap<>(), sources);
  }

  /** Puts a value in; a step of null is the whole range. */
  void put(String key, @Nullable Instant step, @Nullable BigDecimal value) {
    if (step == null) {
      totals.put(key, value);
    } else {
      steps.computeIfAbsent(key, _ -> new HashMap<>()).put(step, value);
    }
  }

  /** Adds a value to what is there; a step of null is the whole range. */
  void add(String key, @Nullable Instant step, @Nullable BigDecimal value) {
    var there = step == null ? totals.get(key) : steps.getOrDefault(key, Map.of()).get(step);
    put(key, step, there == null ? value : value == null ? there : there.add(value));
  }

  static @Nullable BigDecimal number(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case Double real when !Double.isFinite(real) -> null;
      case Double real -> plain(BigDecimal.valueOf(real));
      default -> plain(new BigDecimal(value.toString()));
    };
  }

  private static BigDecimal plain(BigDecimal value) {
    var rounded = value.setScale(DECIMALS, RoundingMode.HALF_EVEN).stripTrailingZeros();
    return rounded.scale() < 0 ? rounded.setScale(0) : rounded;
  }
}
