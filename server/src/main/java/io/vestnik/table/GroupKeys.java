package io.vestnik.table;

import io.vestnik.sql.Sql;
import org.jspecify.annotations.Nullable;

/// The table of the keys by which users have made groups once, however often they asked.
public final class GroupKeys {
  private final Sql sql;

  public GroupKeys(Sql sql) {
    this.sql = sql;
  }

  /// What was made by a key.
  public record Row(byte[] contentHash, long chatId) {}

  /// What the user has made by the key, or null where nothing.
  public @Nullable Row get(long userId, String clientMessageId) {
    return sql.first(
        """
        select content_hash, chat_id from group_keys where user_id = ? and client_message_id = ?
        """,
        row -> new Row(row.getBytes(1), row.getLong(2)),
        userId,
        clientMessageId);
  }

  /// Notes what the user has made by the key.
  public void add(long userId, String clientMessageId, Row row) {
    sql.update(
        """
        insert into group_keys (user_id, client_message_id, content_hash, chat_id)
        values (?, ?, ?, ?)
        """,
        userId,
        clientMessageId,
        row.contentHash,
        row.chatId);
  }
}
