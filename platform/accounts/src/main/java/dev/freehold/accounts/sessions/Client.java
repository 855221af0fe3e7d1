package dev.freehold.accounts.sessions;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * From where and with what somebody signs in, for throttling and for their list of sessions.
 *
 * @param userAgent as the browser names itself, at most {@link #MAX_AGENT} characters
 */
public record Client(String address, @Nullable String userAgent) {

  private static final int MAX_AGENT = 500;
  private static final int MAX_ADDRESS = 100;

  public static Client of(HttpServletRequest request) {
    return new Client(request.getRemoteAddr(), request.getHeader("User-Agent"));
  }

  /** Somebody whose program says nothing of itself. */
  public static Client at(String address) {
    return new Client(address, null);
  }

  public String keptAddress() {
    return cut(address, MAX_ADDRESS);
  }

  public @Nullable String keptAgent() {
    return userAgent == null ? null : cut(userAgent, MAX_AGENT);
  }

  private static String cut(String text, int most) {
    return text.length() > most ? text.substring(0, most) : text;
  }

  /** The browser and system that a {@code User-Agent} names, as far as people know them. */
  public static String browser(@Nullable String userAgent) {
    if (userAgent == null || userAgent.isBlank()) {
      return "A program";
    }
    var agent = userAgent.toLowerCase(Locale.ROOT);
    var browser =
        agent.contains("edg/")
            ? "Edge"
            : agent.contains("opr/")
                ? "Opera"
                : agent.contains("firefox/")
                    ? "Firefox"
                    : agent.contains("chrome/") || agent.contains("chromium/")
                        ? "Chrome"
                        : agent.contains("safari/") ? "Safari" : "A program";
    var system = system(agent);
    return system.isEmpty() ? browser : browser + " on " + system;
  }

  private static String system(String agent) {
    if (agent.contains("android")) {
      return "Android";
    }
    if (agent.contains("iphone") || agent.contains("ipad")) {
      return "iOS";
    }
    if (agent.contains("mac os x")) {
      return "macOS";
    }
    if (agent.contains("windows")) {
      return "Windows";
    }
    return agent.contains("linux") ? "Linux" : "";
  }
}
