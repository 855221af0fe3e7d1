package dev.freehold.analytics.sites;

import dev.freehold.kernel.error.Invalid;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Origins as browsers name them: scheme, host and a port that is not the usual one. */
final class Origins {

  static final int MOST = 20;
  static final int MAX_LENGTH = 300;

  private static final Pattern FORM =
      Pattern.compile("https?://[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?(?::\\d{1,5})?");

  private Origins() {}

  /** As a browser sends them, each once. */
  static String[] parse(List<String> origins) {
    return origins.stream().map(Origins::parse).distinct().toArray(String[]::new);
  }

  private static String parse(String text) {
    var origin = text.strip().toLowerCase(Locale.ROOT);
    if (!FORM.matcher(origin).matches()) {
      throw Invalid.field("origins", "must look like https://shop.example, without a path");
    }
    return origin.startsWith("https:") ? withoutEnd(origin, ":443") : withoutEnd(origin, ":80");
  }

  private static String withoutEnd(String origin, String port) {
    return origin.endsWith(port) ? origin.substring(0, origin.length() - port.length()) : origin;
  }
}
