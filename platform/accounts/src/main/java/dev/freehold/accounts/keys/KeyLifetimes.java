package dev.freehold.accounts.keys;

import dev.freehold.kernel.error.Invalid;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** How long a key made in the console may live, and the one whose place it takes. */
public final class KeyLifetimes {

  /** Days to how the form calls them. */
  public static final Map<String, String> OPTIONS =
      inOrder("", "Never", "30", "In 30 days", "90", "In 90 days", "365", "In a year");

  /** Seconds to how the form calls them. */
  public static final Map<String, String> OVERLAPS =
      inOrder(
          "0",
          "At once",
          "3600",
          "In an hour",
          "86400",
          "In a day",
          "604800",
          "In a week",
          "2592000",
          "In 30 days");

  private KeyLifetimes() {}

  static Duration overlap(String seconds) {
    if (!OVERLAPS.containsKey(seconds)) {
      throw Invalid.field("overlap", "must be one of those offered");
    }
    return Duration.ofSeconds(Long.parseLong(seconds));
  }

  private static Map<String, String> inOrder(String... namesAndLabels) {
    var options = new LinkedHashMap<String, String>();
    for (int i = 0; i < namesAndLabels.length; i += 2) {
      options.put(namesAndLabels[i], namesAndLabels[i + 1]);
    }
    return options;
  }
}
