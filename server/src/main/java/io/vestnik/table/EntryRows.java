package io.vestnik.table;

import io.vestnik.model.Entry;
import io.vestnik.model.Event;
import io.vestnik.model.Forwarded;
import io.vestnik.model.HiddenMessage;
import io.vestnik.model.Mention;
import io.vestnik.model.Message;
import io.vestnik.protocol.JsonReader;
import io.vestnik.protocol.JsonWriter;
import io.vestnik.protocol.RecordReader;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Entries and messages as rows of a result have them.
final class EntryRows {
  /// No frame can hold more characters than it has bytes: 1 MiB.
  static final int ENOUGH_TEXT = 1 << 20;

  static final String COLUMNS =
      """
      e.event_id, e.chat_id, e.from_id, u.username, e.content, e.content_type, e.event_time,
      e.erased, e.edited_time, e.reply_to, e.forwarded_from, f.username as forwarded_name,
      e.mentions, e.client_message_id
      """;

  /// What COLUMNS come from.
  static final String NAMES =
      " left join users u on u.id = e.from_id left join users f on f.id = e.forwarded_from ";

  /// The content that an entry of an edit brought, with the columns of [#EDIT_COLUMNS].
  static final String EDITS =
      """
       left join versions v on v.chat_id = e.chat_id
        and v.event_id = case when e.kind = 2 then e.event_id end
      """;

  static final String EDIT_COLUMNS =
      "v.content as version_content, v.version_time, v.mentions as version_mentions, ";

  /// Mentions as they are stored.
  public record Mentions(List<Mention> mentions) {}

  private static final RecordReader<Mentions> MENTIONS = new RecordReader<>(Mentions.class);

  /// In place of a viewer: whoever it is goes to sees what its sender does.
  static final long ANYBODY = -1;

  private EntryRows() {}

  static @Nullable String stored(@Nullable List<Mention> mentions) {
    return mentions == null ? null : JsonWriter.text(new Mentions(mentions));
  }

  static @Nullable List<Mention> mentions(ResultSet row, String column) throws SQLException {
    String json = row.getString(column);
    return json == null
        ? null
        : MENTIONS.read(JsonReader.object(json.getBytes(StandardCharsets.UTF_8))).mentions;
  }

  private static @Nullable Forwarded forwarded(ResultSet row) throws SQLException {
    Long userId = Stored.number(row, "forwarded_from");
    return userId == null ? null : new Forwarded(userId, row.getString("forwarded_name"));
  }

  /// The characters of what people wrote in it.
  static int length(Entry entry) {
    if (entry.body() instanceof Event.MessageSent(Message message)) {
      return message.content().length();
    }
    return entry.body() instanceof Event.MessageEdited edited && edited.content() != null
        ? edited.content().length()
        : 0;
  }

  private static Event event(ResultSet row, long viewerId) throws SQLException {
    int kind = row.getInt("kind");
    boolean hidden = Stored.number(row, "hidden_id") != null;
    if (kind != Stored.MESSAGE) {
      Event event = Bodies.read(kind, row.getString("body"));
      return event instanceof Event.MessageEdited edited ? version(row, edited, hidden) : event;
    }
    return hidden
        ? new Event.MessageHidden(new HiddenMessage(row.getLong("event_id")))
        : new Event.MessageSent(message(row, viewerId));
  }

  // What an edit brought is kept among the versions, and gone from there where it was erased.
  private static Event version(ResultSet row, Event.MessageEdited edited, boolean hidden)
      throws SQLException {
    String content = row.getString("version_content");
    return hidden || content == null
        ? Event.MessageEdited.bare(edited.message_id())
        : new Event.MessageEdited(
            edited.message_id(),
            content,
            row.getLong("version_time"),
            mentions(row, "version_mentions"),
            null);
  }

  static Entry entry(ResultSet row, long viewerId) throws SQLException {
    Event event = event(row, viewerId);
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
        Stored.number(row, "edited_time"),
        row.getBoolean("erased") ? true : null,
        Stored.number(row, "reply_to"),
        forwarded(row),
        null,
        null,
        mentions(row, "mentions"),
        viewerId == ANYBODY || (fromId != null && fromId == viewerId)
            ? row.getString("client_message_id")
            : null);
  }
}
