package io.vestnik.mode;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HexFormat;

/// What the limits per address count as one: an IPv4 address, and of IPv6 the 64 bits that a site
/// is given (RFC 6177), for each of its machines has as many addresses as it likes.
public final class Network {
  private static final int PREFIX_BYTES = 8;

  private Network() {}

  /// That of an address as text. What is no address stands for itself.
  public static String of(String address) {
    try {
      InetAddress one = InetAddress.ofLiteral(address);
      return one instanceof Inet6Address
          ? HexFormat.of().formatHex(one.getAddress(), 0, PREFIX_BYTES) + "/64"
          : one.getHostAddress();
    } catch (IllegalArgumentException e) {
      return address;
    }
  }
}
