package dev.freehold.analytics.collect;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** The network of an address: /24 of IPv4, /48 of IPv6. All that is ever kept of it. */
public final class Network {

  private static final int BYTES_OF_V4 = 3;
  private static final int BYTES_OF_V6 = 6;

  private Network() {}

  public static String of(InetAddress address) {
    var bytes = address.getAddress();
    int kept = address instanceof Inet4Address ? BYTES_OF_V4 : BYTES_OF_V6;
    Arrays.fill(bytes, kept, bytes.length, (byte) 0);
    if (address instanceof Inet4Address) {
      return (bytes[0] & 0xff) + "." + (bytes[1] & 0xff) + "." + (bytes[2] & 0xff) + ".0";
    }
    try {
      // As 2001:db8:1:0:0:0:0:0, of which the zeros are known.
      var text = InetAddress.getByAddress(bytes).getHostAddress();
      return text.substring(0, text.length() - ":0:0:0:0:0".length()) + "::";
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }
}
