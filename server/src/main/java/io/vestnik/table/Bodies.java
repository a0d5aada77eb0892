package io.vestnik.table;

import io.vestnik.model.Event;
import io.vestnik.protocol.JsonReader;
import io.vestnik.protocol.JsonWriter;
import io.vestnik.protocol.RecordReader;
import java.nio.charset.StandardCharsets;

/// How the entries that are no messages are stored: a number for the kind and JSON for the rest,
/// with ids in place of names.
final class Bodies {
  private static final RecordReader<Event.ChatCreated> CHAT_CREATED =
      new RecordReader<>(Event.ChatCreated.class);

  private Bodies() {}

  static int kind(Event event) {
    return switch (event) {
      case Event.MessageSent _ ->
          throw new IllegalArgumentException("A message has columns of its own.");
      case Event.ChatCreated _ -> Stored.CHAT_CREATED;
    };
  }

  static String write(Event event) {
    return JsonWriter.text(event.named(java.util.Map.of()));
  }

  static Event read(int kind, String body) {
    var fields = JsonReader.object(body.getBytes(StandardCharsets.UTF_8));
    if (kind == Stored.CHAT_CREATED) {
      return CHAT_CREATED.read(fields);
    }
    throw new IllegalStateException("No kind of entry has the number " + kind);
  }
}
