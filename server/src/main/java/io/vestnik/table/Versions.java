package io.vestnik.table;

import io.vestnik.model.Mention;
import io.vestnik.sql.Sql;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The table of what edited messages have said: the one place where an old content is kept. An
/// entry of the log that tells of an edit has its content here too.
public final class Versions {
  private final Sql sql;

  public Versions(Sql sql) {
    this.sql = sql;
  }

  /// What a message said from a time on.
  ///
  /// @param eventId the entry that brought it
  public record Version(
      long eventId, long time, String content, @Nullable List<Mention> mentions) {}

  public void add(long chatId, long messageId, Version version) {
    sql.update(
        """
        insert into versions (chat_id, event_id, message_id, version_time, content, mentions)
        values (?, ?, ?, ?, ?, ?)
        """,
        chatId,
        version.eventId,
        messageId,
        version.time,
        version.content,
        EntryRows.stored(version.mentions));
  }

  /// The versions of an edited message above an entry, the oldest first.
  public List<Version> after(long chatId, long messageId, long eventId, int limit) {
    return list(
        """
        select event_id, version_time, content, mentions from versions
        where chat_id = ? and message_id = ? and event_id > ? order by event_id limit ?
        """,
        chatId,
        messageId,
        eventId,
        limit);
  }

  /// The newest versions of an edited message, the newest first.
  public List<Version> newest(long chatId, long messageId, int limit) {
    return list(
        """
        select event_id, version_time, content, mentions from versions
        where chat_id = ? and message_id = ? order by event_id desc limit ?
        """,
        chatId,
        messageId,
        limit);
  }

  private List<Version> list(String query, Object... parameters) {
    return sql.listUpTo(
        EntryRows.ENOUGH_TEXT,
        version -> version.content.length(),
        query,
        row ->
            new Version(
                row.getLong(1),
                row.getLong(2),
                row.getString(3),
                EntryRows.mentions(row, "mentions")),
        parameters);
  }
}
