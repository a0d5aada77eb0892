package io.vestnik.net;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Where requests come from: which web pages may connect, and which address is the client's.
///
/// @param allowed the origins of other sites that may connect; `*` for all
/// @param proxies the addresses, as Java writes them, of proxies whose `X-Forwarded-…` is believed
public record Origins(Set<String> allowed, Set<String> proxies) {
  private static final String FORWARDED_FOR = "X-Forwarded-For";
  private static final String FORWARDED_HOST = "X-Forwarded-Host";

  /// Whether a page of the request's origin may connect. One without is no browser's.
  boolean isAllowed(HttpHeaders headers, SocketAddress peer) {
    String origin = headers.get(HttpHeaderNames.ORIGIN);
    if (origin == null || allowed.contains("*") || allowed.contains(origin)) {
      return true;
    }
    int scheme = origin.indexOf("://");
    String host = scheme < 0 ? origin : origin.substring(scheme + 3);
    return host.equalsIgnoreCase(headers.get(HttpHeaderNames.HOST))
        || (isProxy(peer) && host.equalsIgnoreCase(headers.get(FORWARDED_HOST)));
  }

  /// The client's address, or null where a proxy that we do not know hides it.
  @Nullable String address(HttpHeaders headers, SocketAddress peer) {
    List<String> forwarded = headers.getAll(FORWARDED_FOR);
    if (forwarded.isEmpty()) {
      return ip(peer);
    }
    if (!isProxy(peer)) {
      return null;
    }
    // The last one that is no proxy of ours: those before it anybody can write.
    String[] chain = String.join(",", forwarded).split(",");
    for (int i = chain.length - 1; i >= 0; i--) {
      String address = plain(chain[i].strip());
      if (!address.isEmpty() && !proxies.contains(address)) {
        return address;
      }
    }
    return null;
  }

  // As Java writes addresses, so that each has one form.
  private static String plain(String address) {
    try {
      return InetAddress.ofLiteral(address).getHostAddress();
    } catch (IllegalArgumentException e) {
      return address;
    }
  }

  private boolean isProxy(SocketAddress peer) {
    String ip = ip(peer);
    return ip != null && proxies.contains(ip);
  }

  private static @Nullable String ip(SocketAddress peer) {
    return peer instanceof InetSocketAddress inet && inet.getAddress() != null
        ? inet.getAddress().getHostAddress()
        : null;
  }
}
