package dev.freehold.accounts.domains;

import dev.freehold.kernel.error.Invalid;
import java.net.IDN;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The name of a host on the internet, in the spelling that the DNS and browsers use. */
final class HostName {

  private static final int MAX_LENGTH = 253 - CustomDomain.PREFIX.length();

  /** The last label begins with a letter, so that no address of numbers is a name. */
  private static final Pattern FORM =
      Pattern.compile("([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]");

  /** Names that no public DNS will ever answer for (RFC 6761, RFC 6762, RFC 9476). */
  private static final List<String> PRIVATE =
      List.of(
          "localhost",
          "local",
          "internal",
          "invalid",
          "onion",
          "alt",
          "home.arpa",
          "in-addr.arpa",
          "ip6.arpa");

  private HostName() {}

  /**
   * @param ownUrl where the installation itself is reached, which no tenant can claim
   */
  static String checked(String text, String ownUrl) {
    var host = ascii(text.strip());
    if (host.length() > MAX_LENGTH || !FORM.matcher(host).matches()) {
      throw wrong("must be the name of a host, such as console.acme.example");
    }
    if (PRIVATE.stream().anyMatch(suffix -> isWithin(host, suffix))) {
      throw wrong("must be a name that the public DNS answers for");
    }
    var own = URI.create(ownUrl).getHost();
    if (own != null && (isWithin(host, own) || isWithin(own, host))) {
      throw wrong("is this installation's own");
    }
    return host;
  }

  private static String ascii(String text) {
    var name = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    try {
      return IDN.toASCII(name, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException e) {
      throw wrong("must be the name of a host, such as console.acme.example");
    }
  }

  private static boolean isWithin(String host, String suffix) {
    return host.equals(suffix) || host.endsWith("." + suffix);
  }

  private static Invalid wrong(String why) {
    return Invalid.field("host", why);
  }
}
