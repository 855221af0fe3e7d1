package dev.freehold.analytics.usage;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The use of tools on MCP servers.
 *
 * @param from the range that the rows cover: wider than asked where only longer buckets are left
 * @param to see {@code from}
 */
record McpUsageReport(List<Row> rows, Instant from, Instant to) {

  /**
   * One group in one step of time. Sums are strings of digits; null where nothing was said, or
   * where what is kept for this grouping does not tell.
   *
   * @param step when the step begins; null without an interval
   * @param inputSize in bytes
   * @param outputSize in bytes
   * @param averageLatency in milliseconds
   * @param users how many different users, an estimate
   */
  record Row(
      @Nullable Instant step,
      @Nullable String serverId,
      @Nullable String tool,
      @Nullable String status,
      @Nullable String projectId,
      @Nullable String userId,
      String calls,
      @Nullable String inputSize,
      @Nullable String outputSize,
      @Nullable String averageLatency,
      @Nullable String users) {}
}
