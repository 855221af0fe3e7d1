package dev.freehold.accounts.keys;

import dev.freehold.kernel.error.Invalid;
import java.net.InetAddress;
import java.util.List;
import java.util.regex.Pattern;

/** Network ranges as people write them, {@code 203.0.113.0/24} or a single address. */
final class AddressRanges {

  private static final int BYTE = 8;
  private static final Pattern DOTTED = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");

  private AddressRanges() {}

  /**
   * The ranges without doubles, each address in its usual spelling.
   *
   * @throws Invalid if one is no range; nothing is looked up in the DNS
   */
  static List<String> checked(List<String> ranges) {
    return ranges.stream().map(AddressRanges::checked).distinct().toList();
  }

  private static String checked(String range) {
    int slash = range.indexOf('/');
    var address = parse(slash < 0 ? range : range.substring(0, slash), range);
    if (slash < 0) {
      return address.getHostAddress();
    }
    int bits = prefix(range.substring(slash + 1), address.getAddress().length * BYTE, range);
    if (!isZeroBeyond(address.getAddress(), bits)) {
      throw wrong(range, "has bits set beyond its prefix of " + bits);
    }
    return address.getHostAddress() + "/" + bits;
  }

  /** Without the short forms that some programs take for an address, such as 10.1. */
  private static InetAddress parse(String address, String range) {
    try {
      if (!address.contains(":") && !DOTTED.matcher(address).matches()) {
        throw new IllegalArgumentException(address);
      }
      return InetAddress.ofLiteral(address);
    } catch (IllegalArgumentException e) {
      throw wrong(range, "is neither an address nor a range such as 203.0.113.0/24");
    }
  }

  private static int prefix(String text, int most, String range) {
    int bits = text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : -1;
    if (bits < 1 || bits > most) {
      throw wrong(range, "needs a prefix from 1 to " + most);
    }
    return bits;
  }

  private static boolean isZeroBeyond(byte[] address, int bits) {
    for (int i = bits; i < address.length * BYTE; i++) {
      if ((address[i / BYTE] >> (BYTE - 1 - i % BYTE) & 1) != 0) {
        return false;
      }
    }
    return true;
  }

  private static Invalid wrong(String range, String why) {
    return Invalid.field("allowed_addresses", "contains " + range + ", which " + why);
  }
}
