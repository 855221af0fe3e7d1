package dev.freehold.kernel.net;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import org.springframework.security.web.util.matcher.IpAddressMatcher;

/**
 * Which addresses are of the public network. Of IPv6 only what is handed out for it is, less the
 * ranges in it that lead elsewhere or nowhere.
 *
 * <p>Source: the special-purpose address registries of IANA, RFC 6890.
 */
final class PublicAddress {

  private static final List<IpAddressMatcher> NOT_PUBLIC_V4 =
      matchers(
          "0.0.0.0/8",
          "10.0.0.0/8",
          "100.64.0.0/10",
          "127.0.0.0/8",
          "169.254.0.0/16",
          "172.16.0.0/12",
          "192.0.0.0/24",
          "192.0.2.0/24",
          "192.88.99.0/24",
          "192.168.0.0/16",
          "198.18.0.0/15",
          "198.51.100.0/24",
          "203.0.113.0/24",
          "224.0.0.0/4",
          "240.0.0.0/4",
          // Where clouds answer their own machines, although the address is a public one.
          "168.63.129.16/32");

  private static final IpAddressMatcher PUBLIC_V6 = new IpAddressMatcher("2000::/3");
  private static final List<IpAddressMatcher> NOT_PUBLIC_V6 =
      matchers("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20");

  private PublicAddress() {}

  /** An IPv4 address written as IPv6 is an {@link Inet4Address} here already. */
  static boolean is(InetAddress address) {
    var text = address.getHostAddress();
    if (address instanceof Inet4Address) {
      return NOT_PUBLIC_V4.stream().noneMatch(range -> range.matches(text));
    }
    // A scope, as in fe80::1%eth0, belongs to addresses of one link.
    return text.indexOf('%') < 0
        && PUBLIC_V6.matches(text)
        && NOT_PUBLIC_V6.stream().noneMatch(range -> range.matches(text));
  }

  private static List<IpAddressMatcher> matchers(String... ranges) {
    return List.of(ranges).stream().map(IpAddressMatcher::new).toList();
  }
}
