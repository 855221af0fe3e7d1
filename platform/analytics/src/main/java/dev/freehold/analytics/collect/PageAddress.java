package dev.freehold.analytics.collect;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a page's address: host, path without parameters, and the campaign parameters,
 * which are what people agreed on to mark links with. Reads what browsers send, which is not always
 * a valid URI.
 */
record PageAddress(
    @Nullable String host,
    @Nullable String path,
    @Nullable String utmSource,
    @Nullable String utmMedium,
    @Nullable String utmCampaign,
    @Nullable String utmTerm,
    @Nullable String utmContent) {

  static final PageAddress NONE = new PageAddress(null, null, null, null, null, null, null);

  private static final int MAX_PATH = 1024;
  private static final int MAX_LABEL = 255;
  private static final int MAX_HOST = 253;
  private static final String WWW = "www.";

  static PageAddress of(@Nullable String url) {
    if (url == null) {
      return NONE;
    }
    int hash = url.indexOf('#');
    var address = hash < 0 ? url : url.substring(0, hash);
    int question = address.indexOf('?');
    var base = question < 0 ? address : address.substring(0, question);
    var utm = new @Nullable String[5];
    if (question >= 0) {
      readParameters(address.substring(question + 1), utm);
    }
    return new PageAddress(hostOf(base), pathOf(base), utm[0], utm[1], utm[2], utm[3], utm[4]);
  }

  /** The host in lower case, without {@code www.} and port; null if the text has none. */
  static @Nullable String hostOf(String url) {
    int begin = afterScheme(url);
    if (begin < 0) {
      return null;
    }
    int end = url.length();
    for (int i = begin; i < end; i++) {
      char c = url.charAt(i);
      if (c == '/' || c == '?' || c == '#') {
        end = i;
      }
    }
    var authority = url.substring(begin, end);
    var host = authority.substring(authority.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
    int port = host.startsWith("[") ? host.indexOf("]") + 1 : host.indexOf(':');
    if (port > 0) {
      host = host.substring(0, port);
    }
    host = host.startsWith(WWW) ? host.substring(WWW.length()) : host;
    return host.isEmpty() || host.length() > MAX_HOST ? null : host;
  }

  private static int afterScheme(String url) {
    return url.regionMatches(true, 0, "https://", 0, 8)
        ? 8
        : url.regionMatches(true, 0, "http://", 0, 7) ? 7 : -1;
  }

  private static @Nullable String pathOf(String base) {
    int begin = afterScheme(base);
    int slash = begin < 0 ? (base.startsWith("/") ? 0 : -1) : base.indexOf('/', begin);
    if (slash < 0) {
      return begin < 0 ? null : "/";
    }
    var path = base.substring(slash);
    return path.length() > MAX_PATH ? path.substring(0, MAX_PATH) : path;
  }

  private static void readParameters(String query, @Nullable String[] utm) {
    for (int begin = 0; begin < query.length(); ) {
      int and = query.indexOf('&', begin);
      int end = and < 0 ? query.length() : and;
      if (query.startsWith("utm_", begin)) {
        int equals = query.indexOf('=', begin);
        if (equals > 0 && equals < end) {
          set(utm, query.substring(begin + 4, equals), query.substring(equals + 1, end));
        }
      }
      begin = end + 1;
    }
  }

  private static void set(@Nullable String[] utm, String name, String value) {
    int index =
        switch (name) {
          case "source" -> 0;
          case "medium" -> 1;
          case "campaign" -> 2;
          case "term" -> 3;
          case "content" -> 4;
          default -> -1;
        };
    if (index >= 0 && utm[index] == null && !value.isEmpty()) {
      utm[index] = label(value);
    }
  }

  private static @Nullable String label(String encoded) {
    String value;
    try {
      value = URLDecoder.decode(encoded, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      value = encoded;
    }
    var shown = value.strip();
    if (shown.length() > MAX_LABEL) {
      shown = shown.substring(0, MAX_LABEL);
    }
    return dev.freehold.kernel.batch.RowText.isText(shown, MAX_LABEL) ? shown : null;
  }
}
