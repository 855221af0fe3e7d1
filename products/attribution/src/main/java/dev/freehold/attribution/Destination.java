package dev.freehold.attribution;

import dev.freehold.kernel.error.Invalid;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a tracking link leads: an address whose scheme and host are fixed, with macros after them.
 * Nothing a visitor sends can change the host, so the link is no open redirect.
 */
record Destination(String template) {

  static final int MAX_LENGTH = 2048;

  private static final int MAX_PORT = 65_535;

  private static final Set<String> MACROS =
      Set.of("click_id", "link_id", "channel", "campaign", "ad_group", "creative", "timestamp");
  private static final Pattern MACRO = Pattern.compile("\\{([a-z_]*)}");
  private static final Pattern FORM =
      Pattern.compile("(https?)://([A-Za-z0-9.-]{1,253}|\\[[0-9A-Fa-f:.]+])(:\\d{1,5})?([/?#].*)?");

  /** Checks an address that a tenant enters. */
  static Destination parse(String template) {
    if (!FORM.matcher(template).matches()) {
      throw refuse("must begin with https:// or http:// and a host, without macros or a password");
    }
    var unknown =
        MACRO
            .matcher(template)
            .results()
            .map(match -> match.group(1))
            .filter(name -> !MACROS.contains(name))
            .findFirst();
    if (unknown.isPresent()) {
      throw refuse("has the unknown macro {" + unknown.get() + "}; known are " + macros());
    }
    var sample = MACRO.matcher(template).replaceAll("x");
    try {
      var address = new URI(sample);
      if (address.getHost() == null || address.getPort() > MAX_PORT) {
        throw refuse("names a host or port that cannot be");
      }
    } catch (URISyntaxException e) {
      throw refuse("is not a valid address; encode blanks and other special characters");
    }
    return new Destination(template);
  }

  String host() {
    return URI.create(MACRO.matcher(template).replaceAll("x")).getHost();
  }

  /** The address for one click, every value percent-encoded. */
  String resolve(String clickId, Map<String, @Nullable String> values) {
    var resolved =
        MACRO
            .matcher(template)
            .replaceAll(
                match -> java.util.regex.Matcher.quoteReplacement(value(match, clickId, values)));
    return template.contains("{click_id}") ? resolved : append(resolved, clickId);
  }

  private static String value(
      MatchResult macro, String clickId, Map<String, @Nullable String> values) {
    var name = macro.group(1);
    var value = name.equals("click_id") ? clickId : values.get(name);
    return value == null
        ? ""
        : URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static String append(String address, String clickId) {
    int hash = address.indexOf('#');
    var fragment = hash < 0 ? "" : address.substring(hash);
    var base = hash < 0 ? address : address.substring(0, hash);
    var separator = !base.contains("?") ? "?" : base.endsWith("?") || base.endsWith("&") ? "" : "&";
    return base + separator + "click_id=" + clickId + fragment;
  }

  private static String macros() {
    return String.join(", ", MACROS.stream().sorted().map(name -> "{" + name + "}").toList());
  }

  private static Invalid refuse(String message) {
    return new Invalid(
        AttributionError.DESTINATION_NOT_ALLOWED,
        "destination " + message + ".",
        List.of(new Invalid.Field("destination", message)));
  }
}
