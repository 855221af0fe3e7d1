package dev.freehold.analytics.usage;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The use of models and features.
 *
 * @param from the range that the rows cover: wider than asked where only longer buckets are left
 * @param to see {@code from}
 */
record UsageReport(List<Row> rows, Instant from, Instant to) {

  /**
   * One group in one step of time. Sums are strings of digits; null where nothing was said, or
   * where what is kept for this grouping does not tell.
   *
   * @param step when the step begins; null without an interval
   * @param users how many different users, an estimate
   * @param averageLatency in milliseconds
   */
  // The underscores keep the digits apart when the names are put into snake_case.
  record Row(
      @Nullable Instant step,
      @Nullable String projectId,
      @Nullable String programId,
      @Nullable String type,
      @Nullable String model,
      @Nullable String status,
      @Nullable String userId,
      @Nullable String apiKeyId,
      String requests,
      @Nullable String inputTokens,
      @Nullable String outputTokens,
      @Nullable String cacheReadTokens,
      @Nullable String cacheWrite_5mTokens,
      @Nullable String cacheWrite_1hTokens,
      @Nullable String quantity,
      @Nullable String cost,
      @Nullable String averageLatency,
      @Nullable String users) {}
}
