package dev.freehold.analytics.sessions;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who is there now.
 *
 * @param lastFiveMinutes people seen in the last 5 minutes
 * @param lastThirtyMinutes people seen in the last 30 minutes
 * @param minutes people by minute over the last 30, oldest first; minutes without anybody are left
 *     out
 * @param latest the latest events, newest first
 */
public record Live(
    long lastFiveMinutes, long lastThirtyMinutes, List<Minute> minutes, List<Seen> latest) {

  /** A minute of UTC. */
  public record Minute(Instant start, long people) {}

  /** An event that has just been. */
  public record Seen(
      String eventId,
      String name,
      String personId,
      Instant occurredAt,
      @Nullable String path,
      @Nullable String country,
      @Nullable String device) {}
}
