package dev.freehold.accounts.limits;

import java.util.Locale;

/**
 * A length of time that requests are counted in. Windows lie end to end and begin at whole seconds,
 * minutes, hours and days of UTC: a minute is from second 0 to second 59, whoever asks.
 */
enum Window {
  SECOND(1),
  MINUTE(60),
  HOUR(3_600),
  DAY(86_400);

  private final int seconds;

  Window(int seconds) {
    this.seconds = seconds;
  }

  int seconds() {
    return seconds;
  }

  /** How often it passed since 1970: the number of the window that a time lies in. */
  long number(long epochMillis) {
    return Math.floorDiv(epochMillis, seconds * 1_000L);
  }

  /** When the window of a number is over. */
  long endMillis(long number) {
    return (number + 1) * seconds * 1_000L;
  }

  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
