package dev.freehold.accounts.keys;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Which data a key sees: the tenant's own, or that of its sandbox. */
public enum KeyMode {
  LIVE,
  TEST;

  /** How forms call them. */
  public static final Map<String, String> OPTIONS = options();

  private static Map<String, String> options() {
    var options = new LinkedHashMap<String, String>();
    options.put("live", "Live");
    options.put("test", "Sandbox, for trying things out");
    return options;
  }

  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What every key of this mode begins with, up to its public id. */
  public String prefix() {
    return "fh_" + wireName() + "_";
  }
}
