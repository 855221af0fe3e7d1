package dev.freehold.kernel.batch;

/** Which texts an event may hold. */
public final class RowText {

  private static final int MAX_WORD = 64;

  private RowText() {}

  /**
   * Whether a text has 1 to {@code max} characters, none of them a control character or half of a
   * surrogate pair: the store would keep two different ids with such halves as the same.
   */
  public static boolean isText(String text, int max) {
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

  /** Letters, digits and {@code _ . : -}, at most 64, beginning with a letter. */
  public static boolean isWord(String text) {
    int length = text.length();
    if (length == 0 || length > MAX_WORD || !isLetter(text.charAt(0))) {
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

  /** A name that a stranger chose, short enough to repeat. */
  static String shorten(String name) {
    return name.length() <= MAX_WORD ? name : name.substring(0, MAX_WORD) + "…";
  }
}
