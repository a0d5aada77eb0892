package io.vestnik.wire;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A frame that nobody asked for; fails the test if it is not shaped as protocol §7 says.
public record Event(Map<String, @Nullable Object> body) implements Fields {

  public Event {
    if (!(body.get("event") instanceof String)
        || !(body.get("timestamp") instanceof Long)
        || body.containsKey("status")) {
      throw new AssertionError("not an event as the protocol has it: " + Json.write(body));
    }
  }

  static boolean is(Map<String, @Nullable Object> body) {
    return "event".equals(body.get("mode")) && !body.containsKey("status");
  }

  public String kind() {
    return text("event");
  }

  @Override
  public String toString() {
    return "event " + Json.write(body);
  }
}
