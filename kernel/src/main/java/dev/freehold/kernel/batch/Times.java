package dev.freehold.kernel.batch;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * Reads times with a zone, as RFC 3339 writes them. A formatter takes longer for one time than
 * everything else of an event takes to read, so the usual form in UTC is read without one.
 */
final class Times {

  private static final int DATE_AND_TIME = "2026-01-31T12:00:00".length();
  private static final int NANO_DIGITS = 9;

  private Times() {}

  /**
   * The time that a text names.
   *
   * @throws java.time.DateTimeException when it names none
   */
  static Instant parse(String text) {
    var usual = usual(text);
    if (usual != null) {
      return usual;
    }
    return text.endsWith("Z") ? Instant.parse(text) : OffsetDateTime.parse(text).toInstant();
  }

  /** A time like {@code 2026-01-31T12:00:00.123Z}; null for every other form. */
  private static @Nullable Instant usual(String text) {
    int zone = text.length() - 1;
    if (zone < DATE_AND_TIME
        || text.charAt(zone) != 'Z'
        || text.charAt(4) != '-'
        || text.charAt(7) != '-'
        || text.charAt(10) != 'T'
        || text.charAt(13) != ':'
        || text.charAt(16) != ':') {
      return null;
    }
    int year = number(text, 0, 4);
    int month = number(text, 5, 7);
    int day = number(text, 8, 10);
    int hour = number(text, 11, 13);
    int minute = number(text, 14, 16);
    int second = number(text, 17, DATE_AND_TIME);
    int nano = zone == DATE_AND_TIME ? 0 : nano(text, zone);
    // A negative number is none; hour 24 and leap seconds are left to the formatter.
    if ((year | month | day | hour | minute | second | nano) < 0
        || hour > 23
        || minute > 59
        || second > 59) {
      return null;
    }
    long days = LocalDate.of(year, month, day).toEpochDay();
    return Instant.ofEpochSecond(((days * 24 + hour) * 60 + minute) * 60 + second, nano);
  }

  private static int nano(String text, int end) {
    int digits = end - DATE_AND_TIME - 1;
    if (text.charAt(DATE_AND_TIME) != '.' || digits < 1 || digits > NANO_DIGITS) {
      return -1;
    }
    int value = number(text, DATE_AND_TIME + 1, end);
    for (int i = digits; value > 0 && i < NANO_DIGITS; i++) {
      value *= 10;
    }
    return value;
  }

  private static int number(String text, int from, int to) {
    int value = 0;
    for (int i = from; i < to; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = 10 * value + digit;
    }
    return value;
  }
}
