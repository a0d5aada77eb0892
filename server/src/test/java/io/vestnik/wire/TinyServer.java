package io.vestnik.wire;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// A server for one connection, with frames of its own making, to hold the client against.
///
/// Closing it waits for its script and fails the test if that has failed.
final class TinyServer implements AutoCloseable {

  /// What the server does once the request for the upgrade is read.
  interface Script {
    void play(TinyServer server) throws Exception;
  }

  private final ServerSocket listener;
  private final CompletableFuture<Boolean> played = new CompletableFuture<>();
  private volatile Socket socket = new Socket();
  private volatile String request = "";

  private TinyServer(ServerSocket listener) {
    this.listener = listener;
  }

  /// Upgrades, then plays the script.
  static TinyServer upgrading(Script script) throws IOException {
    return upgrading("", script);
  }

  /// Upgrades with more header lines, each ended by CRLF, then plays the script.
  static TinyServer upgrading(String headers, Script script) throws IOException {
    return raw(server -> {
      server.write(
          "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
              + "Sec-WebSocket-Accept: "
              + Handshake.accept(server.header("Sec-WebSocket-Key"))
              + "\r\n"
              + headers
              + "\r\n");
      script.play(server);
    });
  }

  static TinyServer raw(Script script) throws IOException {
    var server = new TinyServer(new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1")));
    Thread.ofVirtual().start(() -> server.run(script));
    return server;
  }

  int port() {
    return listener.getLocalPort();
  }

  Socket socket() {
    return socket;
  }

  String request() {
    return request;
  }

  String header(String name) {
    return request
        .lines()
        .filter(line -> line.regionMatches(true, 0, name + ": ", 0, name.length() + 2))
        .map(line -> line.substring(name.length() + 2))
        .findFirst()
        .orElse("");
  }

  void write(String text) throws IOException {
    write(text.getBytes(StandardCharsets.UTF_8));
  }

  void write(byte[] bytes) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(bytes);
    out.flush();
  }

  /// Writes an unmasked frame; `first` is its first byte, such as 0x81 for a text in one frame.
  void frame(int first, byte[] payload) throws IOException {
    var out = new ByteArrayOutputStream();
    out.write(first);
    if (payload.length < 126) {
      out.write(payload.length);
    } else if (payload.length <= 0xffff) {
      out.write(126);
      out.writeBytes(ByteBuffer.allocate(2).putShort((short) payload.length).array());
    } else {
      out.write(127);
      out.writeBytes(ByteBuffer.allocate(8).putLong(payload.length).array());
    }
    out.writeBytes(payload);
    write(out.toByteArray());
  }

  void text(String text) throws IOException {
    frame(0x81, text.getBytes(StandardCharsets.UTF_8));
  }

  /// A frame of the client, told as `first byte in hex, m or u for its mask, payload`.
  String readTold() throws IOException {
    var in = new DataInputStream(socket.getInputStream());
    int first = in.readUnsignedByte();
    int second = in.readUnsignedByte();
    byte[] mask = new byte[4];
    int length = length(in, second & 0x7f);
    boolean masked = (second & 0x80) != 0;
    if (masked) {
      in.readFully(mask);
    }
    byte[] payload = in.readNBytes(length);
    for (int i = 0; i < payload.length; i++) {
      payload[i] ^= mask[i % 4];
    }
    String text = new String(payload, StandardCharsets.ISO_8859_1);
    return Integer.toHexString(first) + (masked ? " m " : " u ") + text;
  }

  /// Reads and forgets until the client ends the connection.
  void readUntilEnd() throws IOException {
    socket.getInputStream().transferTo(OutputStream.nullOutputStream());
  }

  /// Waits for a frame, then ends the connection by a reset; later than the upgrade is read.
  void reset() throws IOException {
    readTold();
    socket.setSoLinger(true, 0);
  }

  private static int length(DataInputStream in, int marker) throws IOException {
    if (marker == 126) {
      return in.readUnsignedShort();
    }
    return marker == 127 ? Math.toIntExact(in.readLong()) : marker;
  }

  private void run(Script script) {
    try (Socket accepted = listener.accept()) {
      socket = accepted;
      var head = new ByteArrayOutputStream();
      while (!head.toString(StandardCharsets.UTF_8).endsWith("\r\n\r\n")) {
        head.write(accepted.getInputStream().read());
      }
      request = head.toString(StandardCharsets.UTF_8);
      script.play(this);
      played.complete(true);
    } catch (Throwable e) {
      played.completeExceptionally(e);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      played.orTimeout(10, TimeUnit.SECONDS).join();
    } finally {
      listener.close();
    }
  }
}
