package dev.freehold.analytics.summaries;

import dev.freehold.kernel.error.Invalid;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;

/** A week from Monday to Sunday, in UTC, so that it is the same for all members of a tenant. */
public record Week(LocalDate monday) {

  /** How long after its end a week is summed up: by then phones that were off have sent. */
  static final Duration SETTLED = Duration.ofHours(6);

  public Week {
    if (monday.getDayOfWeek() != DayOfWeek.MONDAY) {
      throw new IllegalArgumentException(monday + " is no Monday");
    }
  }

  /** The week that an instant lies in. */
  public static Week of(Instant instant) {
    return new Week(
        LocalDate.ofInstant(instant, ZoneOffset.UTC)
            .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)));
  }

  /** The last week that has ended and settled. */
  public static Week lastSettled(Instant now) {
    return of(now.minus(SETTLED)).before();
  }

  static Week parse(String monday) {
    try {
      return new Week(LocalDate.parse(monday));
    } catch (DateTimeException | IllegalArgumentException e) {
      throw Invalid.parameter("week", "must be a Monday such as 2026-03-30");
    }
  }

  public Week before() {
    return new Week(monday.minusWeeks(1));
  }

  public LocalDate sunday() {
    return monday.plusDays(6);
  }

  public Instant from() {
    return monday.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  /** The first instant after it. */
  public Instant to() {
    return monday.plusWeeks(1).atStartOfDay(ZoneOffset.UTC).toInstant();
  }
}
