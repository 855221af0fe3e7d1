package dev.freehold.analytics.summaries;

/** A tenant's week beside the one before. */
public record WeeklySummary(Week week, WeekFigures figures, WeekFigures before) {

  /** How a number moved: {@code +12 %}, {@code −3 %}, {@code new} where there was nothing. */
  public static String change(long now, long before) {
    if (before == 0) {
      return now == 0 ? "0 %" : "new";
    }
    long percent = Math.round(100.0 * (now - before) / before);
    return percent > 0 ? "+" + percent + " %" : percent < 0 ? "−" + -percent + " %" : "0 %";
  }
}
