package io.vestnik.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What to say when connecting; everything has a default that a right client would choose.
public final class Dial {

  /// What browsers and common libraries offer: no word of context takeover.
  private static final String BROWSER_OFFER = "permessage-deflate; client_max_window_bits";

  private final int port;
  private String path = "/ws";
  private final Map<String, String> headers = new LinkedHashMap<>();
  private @Nullable String offer;
  private boolean mustDeflate;
  private int receiveBuffer;
  private @Nullable String localAddress;
  private String host = "127.0.0.1";
  private Duration patience = Duration.ofSeconds(60);

  Dial(int port) {
    this.port = port;
    headers.put("Host", "127.0.0.1:" + port);
    headers.put("Upgrade", "websocket");
    headers.put("Connection", "Upgrade");
    headers.put("Sec-WebSocket-Version", "13");
  }

  /// Asks for this path (and query) instead of `/ws`.
  public Dial path(String newPath) {
    path = newPath;
    return this;
  }

  /// Adds a header, or replaces one that is there by default.
  public Dial header(String name, String value) {
    without(name);
    headers.put(name, value);
    return this;
  }

  /// Leaves a header out that is there by default.
  public Dial without(String name) {
    headers.keySet().removeIf(name::equalsIgnoreCase);
    return this;
  }

  /// Whether to offer compression as browsers do; if so, the server must agree to it.
  public Dial deflate(boolean wanted) {
    offer = wanted ? BROWSER_OFFER : null;
    mustDeflate = wanted;
    return this;
  }

  /// Offers these extensions, to the letter; the server is free to decline.
  public Dial extensions(String offered) {
    offer = offered;
    mustDeflate = false;
    return this;
  }

  /// Makes the socket's receive buffer this small, so that a reader who does not read is felt.
  public Dial receiveBuffer(int bytes) {
    receiveBuffer = bytes;
    return this;
  }

  /// Connects to this address instead of 127.0.0.1.
  public Dial host(String address) {
    host = address;
    return header("Host", address + ":" + port);
  }

  /// Connects from this address, to be another client in the server's eyes.
  public Dial localAddress(String address) {
    localAddress = address;
    return this;
  }

  /// How long to wait for what was asked, and for the server to take what is sent; 10 s at first.
  public Dial patience(Duration longest) {
    patience = longest;
    return this;
  }

  /// Connects and upgrades; throws [UpgradeRefused] if the server answers anything but 101.
  public WireClient connect() {
    try {
      return open();
    } catch (IOException e) {
      throw new UncheckedIOException("no connection to port " + port, e);
    }
  }

  private WireClient open() throws IOException {
    var socket = new Socket();
    boolean upgraded = false;
    try {
      socket.setTcpNoDelay(true);
      if (receiveBuffer > 0) {
        socket.setReceiveBufferSize(receiveBuffer);
      }
      if (localAddress != null) {
        socket.bind(new InetSocketAddress(InetAddress.ofLiteral(localAddress), 0));
      }
      int waitMillis = Math.toIntExact(patience.toMillis());
      socket.connect(new InetSocketAddress(InetAddress.ofLiteral(host), port), waitMillis);
      var in = new Inbound(socket);
      var out = new Outbound(socket, patience);
      var handshake = new Handshake(path, headers, offer, mustDeflate);
      out.bytes(handshake.request(), "the upgrade of " + path);
      Handshake.Upgrade upgrade = handshake.read(in, Deadline.in(patience));
      upgraded = true;
      return new WireClient(socket, in, out, upgrade, patience);
    } finally {
      if (!upgraded) {
        socket.close();
      }
    }
  }
}
