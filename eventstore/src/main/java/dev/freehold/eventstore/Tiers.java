package dev.freehold.eventstore;

import java.time.Period;
import org.jspecify.annotations.Nullable;

/**
 * For how long a stream's rows and the buckets of its rollups are kept, counted from the time of
 * the event; null keeps them for ever. What is older is not seen by any query, at once and exactly;
 * its bytes go when the partition that holds them has expired whole.
 */
public record Tiers(
    @Nullable Period raw,
    @Nullable Period minute,
    @Nullable Period hour,
    @Nullable Period day,
    @Nullable Period month) {

  public static final Tiers FOREVER = new Tiers(null, null, null, null, null);

  /** Rows 30 days, minutes 7, hours 90, days and months for ever. */
  public static final Tiers USAGE =
      new Tiers(Period.ofDays(30), Period.ofDays(7), Period.ofDays(90), null, null);

  public @Nullable Period of(Level level) {
    return switch (level) {
      case MINUTE -> minute;
      case HOUR -> hour;
      case DAY -> day;
      case MONTH -> month;
    };
  }
}
