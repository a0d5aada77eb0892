package io.vestnik.table;

import io.vestnik.model.Entry;
import io.vestnik.model.Event;
import io.vestnik.model.Message;
import java.sql.ResultSet;
import java.sql.SQLException;

/// Entries and messages as rows of a result have them.
final class EntryRows {
  static final String COLUMNS =
      """
      e.event_id, e.chat_id, e.from_id, u.username, e.content, e.content_type, e.event_time,
      e.reply_to, e.client_message_id
      """;

  private EntryRows() {}

  /// The characters of what people wrote in it.
  static int length(Entry entry) {
    return entry.body() instanceof Event.MessageSent(Message message)
        ? message.content().length()
        : 0;
  }

  static Entry entry(ResultSet row, long viewerId) throws SQLException {
    int kind = row.getInt("kind");
    Event event =
        kind == Stored.MESSAGE
            ? new Event.MessageSent(message(row, viewerId))
            : Bodies.read(kind, row.getString("body"));
    return Entry.of(
        row.getLong("chat_id"),
        row.getLong("event_id"),
        row.getLong("event_time"),
        Stored.number(row, "from_id"),
        event);
  }

  static Message message(ResultSet row, long viewerId) throws SQLException {
    Long fromId = Stored.number(row, "from_id");
    return new Message(
        row.getLong("event_id"),
        row.getLong("chat_id"),
        fromId,
        row.getString("username"),
        row.getString("content"),
        Stored.contentType(row.getString("content_type")),
        row.getLong("event_time"),
        Stored.number(row, "reply_to"),
        fromId != null && fromId == viewerId ? row.getString("client_message_id") : null);
  }
}
