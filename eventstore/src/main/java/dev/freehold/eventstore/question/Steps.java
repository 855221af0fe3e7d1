package dev.freehold.eventstore.question;

import dev.freehold.eventstore.Interval;
import dev.freehold.eventstore.Level;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;

/** The steps of an interval in a time zone. */
public final class Steps {

  private static final int SECONDS_PER_MINUTE = 60;
  private static final int SECONDS_PER_HOUR = 3_600;

  private Steps() {}

  /**
   * When a step begins whose key an engine computed.
   *
   * @param key of minutes and hours the beginning in UTC, of days, weeks and months in local time
   */
  public static Instant begin(Interval interval, LocalDateTime key, ZoneId zone) {
    return switch (interval) {
      case MINUTE, HOUR -> key.toInstant(ZoneOffset.UTC);
      // Where clocks skip midnight the day begins when they come out again.
      case DAY, WEEK, MONTH -> key.atZone(zone).toInstant();
    };
  }

  /** How far UTC is behind a zone during a range. */
  static List<Offset> offsets(ZoneId zone, Instant from, Instant to) {
    var rules = zone.getRules();
    var offsets = new ArrayList<Offset>();
    offsets.add(new Offset(from, rules.getOffset(from).getTotalSeconds()));
    for (var change = rules.nextTransition(from);
        change != null && change.getInstant().isBefore(to);
        change = rules.nextTransition(change.getInstant())) {
      offsets.add(new Offset(change.getInstant(), change.getOffsetAfter().getTotalSeconds()));
    }
    return List.copyOf(offsets);
  }

  /** The coarsest level of which no bucket reaches over the beginning of a step. */
  static Level safe(Interval interval, List<Offset> offsets) {
    if (offsets.stream().anyMatch(o -> o.seconds() % SECONDS_PER_HOUR != 0)) {
      return Level.MINUTE;
    }
    boolean utc = offsets.stream().allMatch(o -> o.seconds() == 0);
    return switch (interval) {
      case MINUTE -> Level.MINUTE;
      case HOUR -> Level.HOUR;
      case DAY, WEEK -> utc ? Level.DAY : Level.HOUR;
      case MONTH -> utc ? Level.MONTH : Level.HOUR;
    };
  }

  /** Whether even minutes reach over the beginnings of steps, as before zones were rounded. */
  static boolean isUneven(List<Offset> offsets) {
    return offsets.stream().anyMatch(o -> o.seconds() % SECONDS_PER_MINUTE != 0);
  }

  /** Where weeks or months begin within a range. */
  static List<Instant> beginnings(Interval interval, ZoneId zone, Instant from, Instant to) {
    var begins = new ArrayList<Instant>();
    var day = first(interval, from.atZone(zone).toLocalDate());
    for (var begin = at(day, zone); begin.isBefore(to); begin = at(day, zone)) {
      if (begin.isAfter(from)) {
        begins.add(begin);
      }
      day = interval == Interval.MONTH ? day.plusMonths(1) : day.plusWeeks(1);
    }
    return begins;
  }

  private static LocalDate first(Interval interval, LocalDate day) {
    return interval == Interval.MONTH
        ? day.withDayOfMonth(1)
        : day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
  }

  private static Instant at(LocalDate day, ZoneId zone) {
    return day.atStartOfDay(zone).toInstant();
  }
}
