package dev.freehold.eventstore.question;

import dev.freehold.eventstore.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** Where the buckets of a level begin and end, in UTC. */
public final class Buckets {

  private Buckets() {}

  /** The beginning of the bucket that holds an instant. */
  public static Instant floor(Level level, Instant instant) {
    return switch (level) {
      case MINUTE -> instant.truncatedTo(ChronoUnit.MINUTES);
      case HOUR -> instant.truncatedTo(ChronoUnit.HOURS);
      case DAY -> instant.truncatedTo(ChronoUnit.DAYS);
      case MONTH -> utc(instant).withDayOfMonth(1).truncatedTo(ChronoUnit.DAYS).toInstant();
    };
  }

  /** The beginning of a bucket, at an instant or next after it. */
  public static Instant ceiling(Level level, Instant instant) {
    var floor = floor(level, instant);
    return floor.equals(instant) ? instant : next(level, floor);
  }

  /** The end of the bucket that begins at an instant. */
  public static Instant next(Level level, Instant start) {
    return switch (level) {
      case MINUTE -> start.plus(1, ChronoUnit.MINUTES);
      case HOUR -> start.plus(1, ChronoUnit.HOURS);
      case DAY -> start.plus(1, ChronoUnit.DAYS);
      case MONTH -> utc(start).plusMonths(1).toInstant();
    };
  }

  /** How far after its beginning a bucket has its middle; of months the same for all. */
  static Duration middle(Level level) {
    return switch (level) {
      case MINUTE -> Duration.ofSeconds(30);
      case HOUR -> Duration.ofMinutes(30);
      case DAY -> Duration.ofHours(12);
      case MONTH -> Duration.ofDays(14);
    };
  }

  static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
