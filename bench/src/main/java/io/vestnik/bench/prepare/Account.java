package io.vestnik.bench.prepare;

import java.util.LinkedHashMap;
import java.util.Map;

/// Somebody signed in, with a chat to send into.
public record Account(long userId, String token, long chatId) {
  /// The fields of a request of theirs.
  public Map<String, Object> fields(Object... namesAndValues) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("token", token);
    for (int i = 0; i < namesAndValues.length; i += 2) {
      fields.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
    }
    return fields;
  }

  /// The fields of a `sendMessage` into their chat.
  public Map<String, Object> message(String content) {
    return fields("chat_id", chatId, "content", content, "content_type", "text");
  }
}
