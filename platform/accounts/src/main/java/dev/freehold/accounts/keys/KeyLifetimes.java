package dev.freehold.accounts.keys;

import java.util.LinkedHashMap;
import java.util.Map;

/** How long a key made in the console may live: days to how the form calls them. */
public final class KeyLifetimes {

  public static final Map<String, String> OPTIONS = options();

  private KeyLifetimes() {}

  private static Map<String, String> options() {
    var options = new LinkedHashMap<String, String>();
    options.put("", "Never");
    options.put("30", "In 30 days");
    options.put("90", "In 90 days");
    options.put("365", "In a year");
    return options;
  }
}
