package io.vestnik.live;

import io.vestnik.model.Entry;
import io.vestnik.model.Event;
import io.vestnik.model.Message;
import io.vestnik.protocol.JsonWriter;
import org.jspecify.annotations.Nullable;

/// A log entry on its way to the connections: encoded once for all, and once more for its sender's
/// own, who alone see `client_message_id`.
final class LiveEvent {
  private final Entry entry;
  private final long timestamp;
  private byte @Nullable [] forOthers;
  private byte @Nullable [] forSender;

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

  /// Whether the user gets a frame that others do not.
  boolean isOwn(long userId) {
    Message message = message();
    return message != null
        && message.client_message_id() != null
        && entry.from_id() != null
        && entry.from_id() == userId;
  }

  /// The frame's JSON.
  synchronized byte[] json(boolean own) {
    byte[] json = own ? forSender : forOthers;
    if (json == null) {
      json = JsonWriter.event(own ? entry : entryForOthers(), timestamp);
      if (own) {
        forSender = json;
      } else {
        forOthers = json;
      }
    }
    return json;
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
