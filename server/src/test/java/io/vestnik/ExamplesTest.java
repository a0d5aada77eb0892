package io.vestnik;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.wire.Json;
import io.vestnik.wire.WireClient;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The examples of docs/protocol.md happen as they are written: only tokens and times differ.
class ExamplesTest {
  private final Map<String, String> tokens = new HashMap<>();

  @Test
  void everyExampleHappensAsItIsWritten() {
    List<String> frames =
        Documents.blocks(Documents.text(ProtocolPage.PATH), "json").stream()
            .flatMap(String::lines)
            .toList();
    assertThat(frames).hasSizeGreaterThan(10);
    try (TestServer server = TestServer.start();
        WireClient client = server.connect()) {
      for (String frame : frames) {
        if (frame.startsWith("→ ")) {
          client.send(withRealTokens(frame.substring(2)));
        } else {
          assertThat(frame).startsWith("← ");
          compare(Json.read(frame.substring(2)), Json.read(client.receive()));
        }
      }
    }
  }

  private String withRealTokens(String frame) {
    String real = frame;
    for (Map.Entry<String, String> token : tokens.entrySet()) {
      real = real.replace(token.getKey(), token.getValue());
    }
    return real;
  }

  private void compare(Map<String, @Nullable Object> written, Map<String, @Nullable Object> real) {
    if (written.get("token") instanceof String token && real.get("token") instanceof String given) {
      tokens.put(token, given);
    }
    assertThat(timeless(real)).as("what came for " + written).isEqualTo(timeless(written));
  }

  /// The same without what differs from one run to the next. The order of the fields counts.
  private static List<Object> timeless(Map<?, ?> object) {
    return object.entrySet().stream()
        .<Object>map(field -> List.of(field.getKey(), timeless(field.getKey(), field.getValue())))
        .toList();
  }

  private static Object timeless(Object name, @Nullable Object value) {
    boolean differs = name.equals("token") || name.toString().matches("timestamp|.*_time");
    return switch (value) {
      case null -> "null";
      case Map<?, ?> object -> timeless(object);
      case List<?> list -> list.stream().map(item -> timeless("", item)).toList();
      case Object one -> differs ? one.getClass() : one;
    };
  }
}
