package dev.freehold.kernel.http;

import dev.freehold.kernel.error.Invalid;

/** Reading of limits that callers send. */
public final class Limits {

  private Limits() {}

  /** A whole number from 1 to {@code max}. */
  public static int limit(String text, int max) {
    try {
      int limit = Integer.parseInt(text);
      if (limit >= 1 && limit <= max) {
        return limit;
      }
    } catch (NumberFormatException e) {
      // Falls through to the one message for all wrong limits.
    }
    throw Invalid.parameter("limit", "must be a whole number from 1 to " + max);
  }
}
