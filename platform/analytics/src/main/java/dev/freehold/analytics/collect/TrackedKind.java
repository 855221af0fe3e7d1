package dev.freehold.analytics.collect;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What an event says about a person. */
enum TrackedKind {
  /** They did something. */
  TRACK,
  /** This is what is known of them. */
  IDENTIFY,
  /** Another id was theirs as well. */
  ALIAS,
  /** They belong to a group. */
  GROUP;

  private final String text = name().toLowerCase(Locale.ROOT);

  static @Nullable TrackedKind of(String text) {
    return switch (text) {
      case "track" -> TRACK;
      case "identify" -> IDENTIFY;
      case "alias" -> ALIAS;
      case "group" -> GROUP;
      default -> null;
    };
  }

  String text() {
    return text;
  }
}
