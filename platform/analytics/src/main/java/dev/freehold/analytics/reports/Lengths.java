package dev.freehold.analytics.reports;

import dev.freehold.kernel.error.Invalid;
import java.time.DateTimeException;
import java.time.Duration;

/** Reading of lengths of time. */
final class Lengths {

  private Lengths() {}

  /** From a second to a limit; days have 24 hours. */
  static Duration of(String field, String text, Duration most) {
    try {
      var length = Duration.parse(text);
      if (length.compareTo(Duration.ofSeconds(1)) >= 0 && length.compareTo(most) <= 0) {
        return length;
      }
    } catch (DateTimeException | ArithmeticException e) {
      // Falls through: one message for all wrong lengths.
    }
    throw Invalid.field(field, "must be a length from PT1S to P" + most.toDays() + "D");
  }
}
