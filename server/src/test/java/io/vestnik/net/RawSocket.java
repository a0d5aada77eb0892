package io.vestnik.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// A plain socket that says what it is told, and reads byte by byte or answers of HTTP.
final class RawSocket implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 10_000;

  private final Socket socket = new Socket();
  private final InputStream in;

  RawSocket(int port, int receiveBuffer) {
    try {
      if (receiveBuffer > 0) {
        socket.setReceiveBufferSize(receiveBuffer);
      }
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      in = socket.getInputStream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  RawSocket(int port) {
    this(port, 0);
  }

  /// What HTTP answers; header names are in lower case.
  record Response(int status, Map<String, String> headers, String body) {}

  int localPort() {
    return socket.getLocalPort();
  }

  RawSocket send(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Sends lines, each with its line end; the last one should be empty.
  RawSocket lines(String... lines) {
    return send((String.join("\r\n", lines) + "\r\n").getBytes(UTF_8));
  }

  /// Asks for this path, and reads the answer.
  Response get(String path) {
    return request("GET", path);
  }

  Response request(String method, String path) {
    lines(method + " " + path + " HTTP/1.1", "Host: localhost", "");
    return response(!method.equals("HEAD"));
  }

  /// Asks for a WebSocket with a right handshake.
  RawSocket upgrade() {
    return lines(
        "GET /ws HTTP/1.1",
        "Host: localhost",
        "Upgrade: websocket",
        "Connection: keep-alive, Upgrade",
        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
        "Sec-WebSocket-Version: 13",
        "");
  }

  Response response() {
    return response(true);
  }

  private Response response(boolean hasBody) {
    int status = Integer.parseInt(line().split(" ")[1]);
    Map<String, String> headers = new HashMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers.merge(
          line.substring(0, colon).toLowerCase(Locale.ROOT),
          line.substring(colon + 1).strip(),
          (a, b) -> a + ", " + b);
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    return new Response(status, headers, hasBody ? new String(read(length), UTF_8) : "");
  }

  private String line() {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = read(1)[0]; b != '\n'; b = read(1)[0]) {
      line.write(b);
    }
    return line.toString(ISO_8859_1).stripTrailing();
  }

  /// Reads exactly so many bytes.
  byte[] read(int count) {
    try {
      byte[] bytes = in.readNBytes(count);
      if (bytes.length < count) {
        throw new AssertionError("the server ended the connection");
      }
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Whether the server has ended the connection, and sends nothing before.
  boolean isEnded() {
    try {
      return in.read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
