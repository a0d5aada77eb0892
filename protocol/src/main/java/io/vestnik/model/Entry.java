package io.vestnik.model;

import org.jspecify.annotations.Nullable;

/// One entry of a chat's log (protocol §7).
///
/// @param from_id absent where the server itself caused it
/// @param event_time milliseconds since the epoch; never below the entry's before it
public record Entry(
    String event,
    long chat_id,
    long event_id,
    long event_time,
    @Nullable Long from_id,
    @Inline Event body) {

  /// An entry whose word is its event's.
  public static Entry of(
      long chatId, long eventId, long eventTime, @Nullable Long fromId, Event body) {
    return new Entry(body.kind(), chatId, eventId, eventTime, fromId, body);
  }

  /// The entry for one for whom the log begins at an entry: what was edited before that does not
  /// exist for them, so the edit does not tell what it says.
  public Entry seenFrom(long firstEventId) {
    return body instanceof Event.MessageEdited edited && edited.message_id() < firstEventId
        ? of(chat_id, event_id, event_time, from_id, Event.MessageEdited.bare(edited.message_id()))
        : this;
  }
}
