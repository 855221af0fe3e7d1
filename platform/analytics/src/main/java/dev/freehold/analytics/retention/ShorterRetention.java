package dev.freehold.analytics.retention;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a tenant said about a stream, a row of {@code analytics.retention}; null is as declared. */
record ShorterRetention(
    UUID tenantId,
    String stream,
    @Nullable Integer rawDays,
    @Nullable Integer minuteDays,
    @Nullable Integer hourDays,
    @Nullable Integer dayDays,
    @Nullable Integer monthDays,
    long version) {

  Days days() {
    return new Days(rawDays, minuteDays, hourDays, dayDays, monthDays);
  }
}
