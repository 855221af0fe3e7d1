package dev.freehold.analytics.console;

import dev.freehold.analytics.questions.Span;
import dev.freehold.eventstore.Interval;
import dev.freehold.kernel.error.Invalid;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The days that a page is about.
 *
 * @param days the last so many; 0 when the days are fixed
 * @param from the first day
 * @param to the last day, included
 * @param today in the zone
 */
public record Range(int days, LocalDate from, LocalDate to, LocalDate today, ZoneId zone) {

  public static final List<Integer> CHOICES = List.of(1, 7, 30, 90, 365);

  private static final int DEFAULT_DAYS = 30;
  private static final int MAX_DAYS = 800;
  private static final int DAY_STEPS = 92;
  private static final int WEEK_STEPS = 366;

  static Range of(Parameters parameters, Instant now) {
    var zone = zone(parameters.text("zone", "UTC"));
    var today = LocalDate.ofInstant(now, zone);
    var from = parameters.date("from");
    var to = parameters.date("to");
    if (from != null || to != null) {
      var last = to == null ? today : to;
      return fixed(from == null ? last.minusDays(DEFAULT_DAYS - 1L) : from, last, today, zone);
    }
    return last(days(parameters.text("days", Integer.toString(DEFAULT_DAYS))), today, zone);
  }

  /** The days that a question's span names, to fill a page's controls. */
  static Range of(@Nullable Span span, Instant now) {
    var asked = span == null ? Span.LAST_30_DAYS : span;
    var zone = zone(asked.zone() == null ? "UTC" : asked.zone());
    var today = LocalDate.ofInstant(now, zone);
    var from = asked.from();
    if (asked.to() == null && (from == null || from.matches("P\\d{1,3}D"))) {
      return last(from == null ? DEFAULT_DAYS : Period.parse(from).getDays(), today, zone);
    }
    var window = asked.at(now);
    return fixed(
        LocalDate.ofInstant(window.from(), zone),
        LocalDate.ofInstant(window.to().minusNanos(1), zone),
        today,
        zone);
  }

  private static Range fixed(LocalDate from, LocalDate to, LocalDate today, ZoneId zone) {
    if (from.isAfter(to)) {
      throw Invalid.parameter("from", "must not lie after the last day");
    }
    if (ChronoUnit.DAYS.between(from, to) >= MAX_DAYS) {
      throw Invalid.parameter("from", "must lie within " + MAX_DAYS + " days of the last day");
    }
    return new Range(0, from, to, today, zone);
  }

  private static Range last(int days, LocalDate today, ZoneId zone) {
    return new Range(days, today.minusDays(days - 1L), today, today, zone);
  }

  private static int days(String text) {
    if (!text.matches("[1-9]\\d{0,2}") || Integer.parseInt(text) > MAX_DAYS) {
      throw Invalid.parameter("days", "must be from 1 to " + MAX_DAYS);
    }
    return Integer.parseInt(text);
  }

  private static ZoneId zone(String name) {
    try {
      if (name.equals("UTC") || ZoneId.getAvailableZoneIds().contains(name)) {
        return ZoneId.of(name);
      }
    } catch (DateTimeException e) {
      // Falls through.
    }
    throw Invalid.parameter("zone", "must be a zone such as Europe/Berlin");
  }

  /** As a question keeps it: the last days stay the last days. */
  Span span() {
    return days > 0
        ? new Span("P" + days + "D", null, zone.getId())
        : new Span(from.toString(), to.plusDays(1).toString(), zone.getId());
  }

  /** As a page asks it: whole days, so that the first one is not cut. */
  static Span wholeDays(@Nullable Span span, Instant now) {
    var range = of(span, now);
    return range.days() == 0 && span != null
        ? span
        : new Span(range.from().toString(), null, range.zone().getId());
  }

  public long length() {
    return ChronoUnit.DAYS.between(from, to) + 1;
  }

  /** The steps that a chart of these days can show. */
  Interval interval() {
    if (length() <= 2) {
      return Interval.HOUR;
    }
    return length() <= DAY_STEPS
        ? Interval.DAY
        : length() <= WEEK_STEPS ? Interval.WEEK : Interval.MONTH;
  }

  public static String name(int days) {
    return switch (days) {
      case 1 -> "Today";
      case 365 -> "1 year";
      default -> days + " days";
    };
  }
}
