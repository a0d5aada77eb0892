package io.vestnik.net;

import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// The opening handshake of a WebSocket (RFC 6455 §4.2).
final class Upgrade {
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final int KEY_BYTES = 16;

  private Upgrade() {}

  /// Whether the request asks for an upgrade at all.
  static boolean isAskedFor(FullHttpRequest request) {
    return request.headers().containsValue(HttpHeaderNames.UPGRADE, "websocket", true);
  }

  /// What is wrong with the handshake, or null.
  static @Nullable String fault(FullHttpRequest request) {
    HttpHeaders headers = request.headers();
    if (!request.method().equals(HttpMethod.GET)) {
      return "A WebSocket is opened by GET.";
    }
    if (request.protocolVersion().compareTo(HttpVersion.HTTP_1_1) < 0) {
      return "A WebSocket is opened by HTTP/1.1.";
    }
    if (headers.getAll(HttpHeaderNames.HOST).size() != 1) {
      return "There must be one header Host.";
    }
    if (!headers.containsValue(HttpHeaderNames.CONNECTION, "upgrade", true)) {
      return "The header Connection must say Upgrade.";
    }
    if (!isKey(headers.get(HttpHeaderNames.SEC_WEBSOCKET_KEY))) {
      return "The header Sec-WebSocket-Key must be 16 bytes in base64.";
    }
    return null;
  }

  private static boolean isKey(@Nullable String key) {
    try {
      return key != null && Base64.getDecoder().decode(key.strip()).length == KEY_BYTES;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /// The value of `Sec-WebSocket-Accept` for a key.
  static String accept(String key) {
    try {
      byte[] bytes = (key.strip() + GUID).getBytes(StandardCharsets.US_ASCII);
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-1", e);
    }
  }
}
