package dev.freehold.analytics.collect;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import ua_parser.Parser;

/**
 * What a user agent's text says, by the patterns of uap-core. Reading one takes half a millisecond,
 * so those seen lately are remembered; the patterns are loaded with the first.
 */
final class UserAgents {

  static final int REMEMBERED = 20_000;

  private static final int MAX_LENGTH = 512;
  private static final String UNKNOWN = "Other";

  /** Family names, and what it is held in: phone, tablet, desktop or bot. */
  record Agent(@Nullable String browser, @Nullable String os, @Nullable String device) {
    static final Agent UNKNOWN = new Agent(null, null, null);
  }

  /** Loads when it is first used. */
  private static final class Patterns {
    private static final Parser PARSER = new Parser();
  }

  private final Cache<String, Agent> recent = Caffeine.newBuilder().maximumSize(REMEMBERED).build();

  Agent of(@Nullable String text) {
    return text == null || text.isBlank()
        ? Agent.UNKNOWN
        : recent.get(
            text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) : text, UserAgents::read);
  }

  private static Agent read(String text) {
    var found = Patterns.PARSER.parse(text);
    return new Agent(
        known(found.userAgent.family),
        known(found.os.family),
        device(text.toLowerCase(Locale.ROOT), found.device.family));
  }

  private static @Nullable String known(@Nullable String family) {
    return family == null || family.equals(UNKNOWN) ? null : family;
  }

  /**
   * By the words that browsers agree on: Android says Mobile on a phone and leaves it on a tablet.
   */
  private static @Nullable String device(String text, @Nullable String family) {
    if ("Spider".equals(family) || text.contains("bot/") || text.contains("headless")) {
      return "bot";
    }
    if (text.contains("ipad") || text.contains("tablet")) {
      return "tablet";
    }
    if (text.contains("mobile") || text.contains("iphone")) {
      return "phone";
    }
    if (text.contains("android")) {
      return "tablet";
    }
    return text.contains("windows")
            || text.contains("macintosh")
            || text.contains("x11")
            || text.contains("cros")
        ? "desktop"
        : null;
  }
}
