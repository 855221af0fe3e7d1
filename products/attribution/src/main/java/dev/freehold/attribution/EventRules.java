package dev.freehold.attribution;

import dev.freehold.attribution.credit.GroupBy;
import java.time.Duration;

/** The limits of an event, in one place. */
final class EventRules {

  static final int MAX_EVENT_ID = 128;
  static final int MAX_USER_ID = 255;
  static final int MAX_NAME = 255;
  static final int MAX_PROPERTIES_BYTES = 4096;
  static final Duration MAX_AGE = Duration.ofDays(35);

  /** Letters, digits and {@code _ . : -}, at most 64, beginning with a letter. */
  static final String TYPE = "[A-Za-z][A-Za-z0-9_.:-]{0,63}";

  private EventRules() {}

  /** Whether a text is a label that reports give to touches without a value, or to none. */
  static boolean isReserved(String text) {
    return text.equals(GroupBy.ORGANIC) || text.equals(GroupBy.NONE);
  }
}
