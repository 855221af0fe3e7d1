package dev.freehold.attribution;

import dev.freehold.attribution.credit.GroupBy;
import java.time.Duration;

/** The limits of an event, in one place. */
final class EventRules {

  static final int MAX_EVENT_ID = 128;
  static final int MAX_USER_ID = 255;
  static final int MAX_NAME = 255;
  static final int MAX_PROPERTIES_BYTES = 4096;
  static final Duration MAX_AHEAD = Duration.ofMinutes(5);
  static final Duration MAX_AGE = Duration.ofDays(35);

  /** Letters, digits and {@code _ . : -}, at most 64, beginning with a letter. */
  static final String TYPE = "[A-Za-z][A-Za-z0-9_.:-]{0,63}";

  private EventRules() {}

  /**
   * Whether a text has 1 to {@code max} characters, none of them a control character or half of a
   * surrogate pair: the store would keep two different ids with such halves as the same.
   */
  static boolean isText(String text, int max) {
    int length = text.length();
    if (length == 0 || length > max) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (Character.isISOControl(c)) {
        return false;
      }
      if (Character.isSurrogate(c)
          && (i + 1 == length || !Character.isSurrogatePair(c, text.charAt(++i)))) {
        return false;
      }
    }
    return true;
  }

  /** Whether a text is a label that reports give to touches without a value, or to none. */
  static boolean isReserved(String text) {
    return text.equals(GroupBy.ORGANIC) || text.equals(GroupBy.NONE);
  }

  static boolean isType(String text) {
    int length = text.length();
    if (length == 0 || length > 64 || !isLetter(text.charAt(0))) {
      return false;
    }
    for (int i = 1; i < length; i++) {
      char c = text.charAt(i);
      if (!isLetter(c) && !(c >= '0' && c <= '9') && "_.:-".indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean isLetter(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
  }
}
