package io.vestnik.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The upgrade from HTTP/1.1 (RFC 6455 §4), which checks everything that the server agrees to.
final class Handshake {

  /// What the server agreed to: its headers by lower-case name, and whether to compress.
  record Upgrade(Map<String, String> headers, boolean deflated) {}

  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final int MAX_LINE = 16_384;

  private final String path;
  private final Map<String, String> headers;
  private final @Nullable String offer;
  private final boolean mustDeflate;
  private final String key;

  Handshake(String path, Map<String, String> headers, @Nullable String offer, boolean mustDeflate) {
    this.path = path;
    this.headers = headers;
    this.offer = offer;
    this.mustDeflate = mustDeflate;
    byte[] nonce = new byte[16];
    new SplittableRandom().nextBytes(nonce);
    this.key = Base64.getEncoder().encodeToString(nonce);
  }

  byte[] request() {
    var head = new StringBuilder("GET " + path + " HTTP/1.1\r\n");
    var all = new LinkedHashMap<String, String>();
    all.put("Sec-WebSocket-Key", key);
    if (offer != null) {
      all.put("Sec-WebSocket-Extensions", offer);
    }
    all.keySet().removeIf(name -> headers.keySet().stream().anyMatch(name::equalsIgnoreCase));
    all.putAll(headers);
    all.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    return head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
  }

  Upgrade read(Inbound in, Deadline deadline) {
    String[] statusLine = line(in, deadline).split(" ", 3);
    check(statusLine[0].equals("HTTP/1.1") && statusLine.length > 1, "no HTTP/1.1 answer");
    int status = Integer.parseInt(statusLine[1]);
    var answer = new LinkedHashMap<String, String>();
    for (String line = line(in, deadline); !line.isEmpty(); line = line(in, deadline)) {
      int colon = line.indexOf(':');
      check(colon > 0, "the header line \"" + line + "\"");
      String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
      answer.merge(name, line.substring(colon + 1).strip(), (a, b) -> a + ", " + b);
    }
    if (status != 101) {
      throw new UpgradeRefused(status, answer, body(in, answer, deadline));
    }
    return new Upgrade(answer, agreed(answer));
  }

  private boolean agreed(Map<String, String> answer) {
    check("websocket".equalsIgnoreCase(answer.get("upgrade")), "no Upgrade: websocket");
    check("upgrade".equalsIgnoreCase(answer.get("connection")), "no Connection: Upgrade");
    check(accept(key).equals(answer.get("sec-websocket-accept")), "a wrong Sec-WebSocket-Accept");
    check(!answer.containsKey("sec-websocket-protocol"), "a subprotocol that nobody asked for");
    String extensions = answer.get("sec-websocket-extensions");
    if (extensions == null) {
      check(!mustDeflate, "no permessage-deflate, though it was offered");
      return false;
    }
    check(offer != null, "extensions that nobody offered: " + extensions);
    checkDeflate(extensions);
    return true;
  }

  private static void checkDeflate(String extensions) {
    check(!extensions.contains(","), "more than one extension: " + extensions);
    var words = new TreeSet<String>();
    for (String word : extensions.split(";", -1)) {
      String bare = word.strip();
      check(words.add(bare), bare + " twice");
    }
    check(words.remove("permessage-deflate"), "an unknown extension: " + extensions);
    check(words.remove("server_no_context_takeover"), "no server_no_context_takeover");
    check(words.remove("client_no_context_takeover"), "no client_no_context_takeover");
    words.remove("client_max_window_bits=15");
    words.remove("server_max_window_bits=15");
    check(words.isEmpty(), "parameters that this client cannot keep: " + words);
  }

  static String accept(String key) {
    try {
      byte[] text = (key + GUID).getBytes(StandardCharsets.US_ASCII);
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String line(Inbound in, Deadline deadline) {
    var bytes = new ByteArrayOutputStream();
    while (bytes.size() < MAX_LINE) {
      if (in.available() == 0 && !more(in, deadline)) {
        throw new ConnectionEnded(in.ending() + " while it was to upgrade", null, null);
      }
      byte next = in.take(1)[0];
      if (next == '\n') {
        return bytes.toString(StandardCharsets.UTF_8).stripTrailing();
      }
      bytes.write(next);
    }
    throw new AssertionError("the server answered the upgrade with a line without an end");
  }

  /// The body as far as it comes: by its length if that is given, else until the end.
  private static String body(Inbound in, Map<String, String> headers, Deadline deadline) {
    String length = headers.get("content-length");
    int wanted = length == null ? Integer.MAX_VALUE : Integer.parseInt(length);
    boolean open = true;
    while (open && in.available() < wanted) {
      open = more(in, deadline);
    }
    return Utf8.decode(in.take(Math.min(in.available(), wanted)));
  }

  private static boolean more(Inbound in, Deadline deadline) {
    return switch (in.fill(deadline)) {
      case BYTES -> true;
      case END -> false;
      case TIME_IS_UP -> throw new AssertionError("the server did not answer the upgrade in time");
    };
  }

  private static void check(boolean right, String what) {
    if (!right) {
      throw new AssertionError("the server answered the upgrade with " + what);
    }
  }
}
