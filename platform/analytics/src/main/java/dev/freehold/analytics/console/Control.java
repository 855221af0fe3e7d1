package dev.freehold.analytics.console;

import java.util.LinkedHashMap;
import java.util.Map;

/** Something that a page can be set to. */
public sealed interface Control {

  String name();

  String label();

  /** One of a list. */
  record Choice(String name, String label, String value, Map<String, String> options)
      implements Control {}

  /**
   * A text.
   *
   * @param suggestions whether the tenant's event names are offered
   */
  record Typed(String name, String label, String value, String placeholder, boolean suggestions)
      implements Control {}

  /** Yes or no. */
  record Check(String name, String label, boolean checked) implements Control {}

  /** What events can be told apart by, as pages call it. */
  static Map<String, String> properties(String none) {
    var properties = new LinkedHashMap<String, String>();
    properties.put("", none);
    properties.put("name", "Event");
    properties.put("country", "Country");
    properties.put("device", "Device");
    properties.put("browser", "Browser");
    properties.put("os", "Operating system");
    properties.put("path", "Page");
    properties.put("referrer", "Referrer");
    properties.put("utm_source", "UTM source");
    properties.put("utm_medium", "UTM medium");
    properties.put("utm_campaign", "UTM campaign");
    properties.put("channel", "Channel");
    properties.put("program_id", "Program");
    properties.put("project_id", "Project");
    return properties;
  }

  /** The same with a value that is set although the list does not have it. */
  static Map<String, String> properties(String none, String value) {
    var properties = properties(none);
    properties.putIfAbsent(value, value);
    return properties;
  }
}
