package dev.freehold.attribution;

import java.util.Set;

/** The names of an event's fields. */
final class EventNames {

  private static final Set<String> KNOWN =
      Set.of(
          "event_id",
          "app_id",
          "type",
          "user_id",
          "occurred_at",
          "channel",
          "campaign",
          "ad_group",
          "creative",
          "revenue",
          "currency",
          "click_id",
          "properties");

  private EventNames() {}

  static boolean isKnown(String name) {
    return KNOWN.contains(name);
  }
}
