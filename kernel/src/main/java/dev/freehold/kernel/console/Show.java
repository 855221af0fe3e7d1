package dev.freehold.kernel.console;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.NumberFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Currency;
import java.util.Locale;

/** Numbers and times as pages write them. */
public final class Show {

  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm", Locale.ENGLISH).withZone(ZoneOffset.UTC);

  private static final DateTimeFormatter UTC_EXACTLY =
      DateTimeFormatter.ofPattern("d MMM, HH:mm:ss", Locale.ENGLISH).withZone(ZoneOffset.UTC);

  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM", Locale.ENGLISH);
  private static final DateTimeFormatter DAY_AND_YEAR =
      DateTimeFormatter.ofPattern("d MMM uuuu", Locale.ENGLISH);

  private Show() {}

  public static String count(long number) {
    return NumberFormat.getIntegerInstance(Locale.US).format(number);
  }

  /** With exactly this many decimal places. */
  public static String decimal(BigDecimal number, int places) {
    var format = NumberFormat.getNumberInstance(Locale.US);
    format.setMinimumFractionDigits(places);
    format.setMaximumFractionDigits(places);
    format.setRoundingMode(RoundingMode.HALF_UP);
    return format.format(number);
  }

  /** An amount in the currency's major unit, with its symbol and usual decimal places. */
  public static String money(BigDecimal amount, String currencyCode) {
    var currency = Currency.getInstance(currencyCode);
    var digits = decimal(amount.abs(), Math.max(0, currency.getDefaultFractionDigits()));
    var sign = amount.signum() < 0 ? "−" : "";
    return sign + symbol(currencyCode) + digits;
  }

  /** What stands before an amount: a sign, or the code and a space where there is no sign. */
  public static String symbol(String currencyCode) {
    var symbol = Currency.getInstance(currencyCode).getSymbol(Locale.US);
    return symbol.length() == 3 ? symbol + "\u00a0" : symbol;
  }

  /** A share of one as a percentage with one decimal place. */
  public static String percent(BigDecimal share) {
    return decimal(share.movePointRight(2), 1) + "%";
  }

  /** A part of a whole as a percentage. */
  public static String share(long part, long whole) {
    return whole == 0
        ? "–"
        : percent(
            BigDecimal.valueOf(part).divide(BigDecimal.valueOf(whole), 6, RoundingMode.HALF_UP));
  }

  /** A length of time in its largest one or two units: {@code 36 hours}, {@code 41 days}. */
  public static String duration(Duration duration) {
    if (duration.compareTo(Duration.ofDays(2)) >= 0) {
      long hours = duration.toHoursPart();
      return unit(duration.toDays(), "day") + (hours == 0 ? "" : " " + unit(hours, "hour"));
    }
    if (duration.compareTo(Duration.ofHours(2)) >= 0) {
      long minutes = duration.toMinutesPart();
      return unit(duration.toHours(), "hour") + (minutes == 0 ? "" : " " + unit(minutes, "minute"));
    }
    return duration.compareTo(Duration.ofMinutes(2)) >= 0
        ? unit(duration.toMinutes(), "minute")
        : unit(duration.toSeconds(), "second");
  }

  private static String unit(long number, String name) {
    return number + " " + name + (number == 1 ? "" : "s");
  }

  /** Two days and what lies between: {@code 23 Oct – 21 Nov 2026}. */
  public static String days(LocalDate from, LocalDate to) {
    if (from.equals(to)) {
      return DAY_AND_YEAR.format(to);
    }
    var begin = from.getYear() == to.getYear() ? DAY : DAY_AND_YEAR;
    return begin.format(from) + " – " + DAY_AND_YEAR.format(to);
  }

  /**
   * In UTC, which the page says beside it; as long as the browser's own time, which replaces it.
   */
  public static String utc(Instant time) {
    return UTC.format(time);
  }

  /** With seconds and without the year, for what happened lately. */
  public static String utcExactly(Instant time) {
    return UTC_EXACTLY.format(time);
  }
}
