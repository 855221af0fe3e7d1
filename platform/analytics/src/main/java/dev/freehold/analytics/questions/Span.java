package dev.freehold.analytics.questions;

import dev.freehold.kernel.error.Invalid;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * A range of time as somebody writes it.
 *
 * @param from a time, a date in the zone, or a length before {@code to} such as P30D or PT1H;
 *     default P30D
 * @param to a time or date that counts no more; default now
 * @param zone a zone of the tz database where days begin; default UTC
 */
public record Span(
    @Nullable @Schema(example = "P30D") String from,
    @Nullable @Schema(example = "2026-04-01") String to,
    @Nullable @Schema(example = "Europe/Berlin") String zone) {

  public static final Span LAST_30_DAYS = new Span(null, null, null);

  static final int MAX_DAYS = 800;

  private static final Instant BEGINNING = Instant.EPOCH;
  private static final Instant END = Instant.parse("9999-01-01T00:00:00Z");
  private static final String DEFAULT = "P30D";

  /** The range itself. */
  public Window at(Instant now) {
    return at("", now);
  }

  /**
   * @param field what the span is called in an error, with a dot behind it; may be empty
   */
  public Window at(String field, Instant now) {
    var where = zone(field);
    var end = to == null ? now : moment(field + "to", to, where);
    var text = from == null ? DEFAULT : from;
    var begin =
        text.startsWith("P")
            ? before(field + "from", text, end, where)
            : moment(field + "from", text, where);
    if (!begin.isBefore(end)) {
      throw Invalid.field(field + "from", "must lie before to");
    }
    if (Duration.between(begin, end).toDays() > MAX_DAYS) {
      throw Invalid.field(field + "from", "must lie at most " + MAX_DAYS + " days before to");
    }
    return new Window(begin, end, where);
  }

  private ZoneId zone(String field) {
    if (zone == null) {
      return ZoneOffset.UTC;
    }
    try {
      if (zone.equals("UTC") || ZoneId.getAvailableZoneIds().contains(zone)) {
        return ZoneId.of(zone);
      }
    } catch (DateTimeException e) {
      // Falls through: one message for all wrong zones.
    }
    throw Invalid.field(field + "zone", "must be a zone of the tz database such as Europe/Berlin");
  }

  private static Instant before(String field, String text, Instant end, ZoneId zone) {
    try {
      var begin =
          text.startsWith("PT")
              ? end.minus(Duration.parse(text))
              : end.atZone(zone).minus(Period.parse(text)).toInstant();
      return inReach(field, begin);
    } catch (DateTimeException | ArithmeticException e) {
      throw Invalid.field(field, "must be a length such as P30D or PT1H");
    }
  }

  private static Instant moment(String field, String text, ZoneId zone) {
    try {
      return inReach(
          field,
          text.length() == "2026-01-31".length()
              ? LocalDate.parse(text).atStartOfDay(zone).toInstant()
              : OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      throw Invalid.field(
          field, "must be a time such as 2026-01-31T12:00:00Z or a date such as 2026-01-31");
    }
  }

  private static Instant inReach(String field, Instant moment) {
    if (moment.isBefore(BEGINNING) || moment.isAfter(END)) {
      throw Invalid.field(field, "must lie between 1970 and 9998");
    }
    return moment;
  }
}
