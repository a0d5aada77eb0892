package io.vestnik.net;

import io.vestnik.wire.Json;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Requests as text, for tests that care about the bytes.
final class Ask {
  /// The most that a message may have (protocol §1).
  static final int MEBIBYTE = 1 << 20;

  /// The shortest request that is answered with 200.
  static final String CHECK = text("checkConnection");

  private Ask() {}

  /// A request of this mode and these fields, with a timestamp.
  static String text(String mode, @Nullable Object... fields) {
    Map<String, @Nullable Object> request = Json.object("mode", mode, "timestamp", 1);
    request.putAll(Json.object(fields));
    return Json.write(request);
  }

  /// A request of exactly so many bytes that is answered with 200.
  static String padded(int bytes) {
    int frame = text("checkConnection", "padding", "").length();
    return text("checkConnection", "padding", "x".repeat(bytes - frame));
  }

  /// So many requests that are answered at once, with request_id 0, 1, 2 …
  static List<String> numbered(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> text("checkConnection", "request_id", i))
        .toList();
  }

  /// The request_id of an answer.
  static long number(String answer) {
    Object id = Json.read(answer).get("request_id");
    return id instanceof Long number ? number : -1;
  }

  /// The status of an answer.
  static @Nullable Object status(String answer) {
    return Json.read(answer).get("status");
  }

  /// The stable word of a refusal.
  static @Nullable Object code(String answer) {
    return Json.read(answer).get("error") instanceof Map<?, ?> error ? error.get("code") : null;
  }
}
