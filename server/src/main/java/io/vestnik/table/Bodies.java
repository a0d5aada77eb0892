package io.vestnik.table;

import io.vestnik.model.Event;
import io.vestnik.protocol.JsonReader;
import io.vestnik.protocol.JsonWriter;
import io.vestnik.protocol.RecordReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// How the entries that are no messages are stored: a number for the kind and JSON for the rest,
/// with ids in place of names. What people wrote is not in it: that is erased elsewhere.
final class Bodies {
  private static final Map<Integer, RecordReader<?>> READERS =
      Map.of(
          Stored.CHAT_CREATED, new RecordReader<>(Event.ChatCreated.class),
          Stored.MESSAGE_EDITED, new RecordReader<>(Event.MessageEdited.class),
          Stored.MESSAGES_DELETED, new RecordReader<>(Event.MessagesDeleted.class),
          Stored.REACTION, new RecordReader<>(Event.Reaction.class),
          Stored.MESSAGE_PINNED, new RecordReader<>(Event.MessagePinned.class),
          Stored.CHAT_EDITED, new RecordReader<>(Event.ChatEdited.class),
          Stored.MEMBER_ADDED, new RecordReader<>(Event.MemberAdded.class),
          Stored.MEMBER_REMOVED, new RecordReader<>(Event.MemberRemoved.class),
          Stored.ROLE_CHANGED, new RecordReader<>(Event.RoleChanged.class));

  private Bodies() {}

  static int kind(Event event) {
    return switch (event) {
      case Event.MessageSent _, Event.MessageHidden _ ->
          throw new IllegalArgumentException("A message has columns of its own.");
      case Event.ChatCreated _ -> Stored.CHAT_CREATED;
      case Event.MessageEdited _ -> Stored.MESSAGE_EDITED;
      case Event.MessagesDeleted _ -> Stored.MESSAGES_DELETED;
      case Event.Reaction _ -> Stored.REACTION;
      case Event.MessagePinned _ -> Stored.MESSAGE_PINNED;
      case Event.ChatEdited _ -> Stored.CHAT_EDITED;
      case Event.MemberAdded _ -> Stored.MEMBER_ADDED;
      case Event.MemberRemoved _ -> Stored.MEMBER_REMOVED;
      case Event.RoleChanged _ -> Stored.ROLE_CHANGED;
    };
  }

  static String write(Event event) {
    Event stored =
        event instanceof Event.MessageEdited edited
            ? new Event.MessageEdited(edited.message_id(), null, null, null, null)
            : event.named(Map.of());
    return JsonWriter.text(stored);
  }

  static Event read(int kind, String body) {
    RecordReader<?> reader = READERS.get(kind);
    if (reader == null) {
      throw new IllegalStateException("No kind of entry has the number " + kind);
    }
    return (Event) reader.read(JsonReader.object(body.getBytes(StandardCharsets.UTF_8)));
  }
}
