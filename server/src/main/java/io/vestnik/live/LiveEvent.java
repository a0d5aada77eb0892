package io.vestnik.live;

import io.vestnik.model.Entry;
import io.vestnik.model.Event;
import io.vestnik.model.Message;
import io.vestnik.protocol.JsonWriter;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A log entry on its way to the connections: encoded once for all, and once more for the few who
/// see another form of it.
final class LiveEvent {
  private final Entry entry;
  private final long timestamp;
  private final Map<Form, byte[]> frames = new EnumMap<>(Form.class);

  /// Who sees what of it.
  enum Form {
    /// For the sender's own connections, who alone see `client_message_id`.
    OWN,

    /// For all others.
    OTHERS,

    /// For whom what was edited lies before their first entry: without what it says.
    BARE
  }

  LiveEvent(Entry entry, long timestamp) {
    this.entry = entry;
    this.timestamp = timestamp;
  }

  Entry entry() {
    return entry;
  }

  long id() {
    return entry.event_id();
  }

  /// The message, where the entry is one.
  @Nullable Message message() {
    return entry.body() instanceof Event.MessageSent(Message message) ? message : null;
  }

  /// In which form a user gets it.
  ///
  /// @param firstEventId the first entry that there is for them
  Form form(long userId, long firstEventId) {
    if (entry.body() instanceof Event.MessageEdited edited && edited.message_id() < firstEventId) {
      return Form.BARE;
    }
    Message message = message();
    boolean own =
        message != null
            && message.client_message_id() != null
            && entry.from_id() != null
            && entry.from_id() == userId;
    return own ? Form.OWN : Form.OTHERS;
  }

  /// The frame's JSON.
  synchronized byte[] json(Form form) {
    return frames.computeIfAbsent(form, _ -> JsonWriter.event(entry(form), timestamp));
  }

  private Entry entry(Form form) {
    return switch (form) {
      case OWN -> entry;
      case OTHERS -> entryForOthers();
      case BARE -> entry.seenFrom(Long.MAX_VALUE);
    };
  }

  private Entry entryForOthers() {
    Message message = message();
    return message == null || message.client_message_id() == null
        ? entry
        : Entry.of(
            entry.chat_id(),
            entry.event_id(),
            entry.event_time(),
            entry.from_id(),
            new Event.MessageSent(message.forOthers()));
  }
}
