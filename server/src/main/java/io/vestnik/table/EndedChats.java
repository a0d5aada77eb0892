package io.vestnik.table;

import io.vestnik.sql.Sql;
import java.util.List;

/// The chats that have ended for all, and what they have left behind.
public final class EndedChats {
  /// The tables that hold anything of a chat, each with its key. Those with what people wrote come
  /// first.
  private static final List<List<String>> LEFT =
      List.of(
          List.of("entries", "id"),
          List.of("versions", "chat_id, event_id"),
          List.of("reactions", "chat_id, message_id, user_id"),
          List.of("pins", "chat_id, message_id"),
          List.of("mentions", "chat_id, user_id, message_id"),
          List.of("hidden", "chat_id, user_id, message_id"),
          List.of("invites", "invite"),
          List.of("former_members", "chat_id, user_id"),
          List.of("marker_moves", "chat_id, user_id, kind, message_id"));

  private final Sql sql;

  public EndedChats(Sql sql) {
    this.sql = sql;
  }

  /// Ends the chat for all: from now on nobody is a member. The rest is left to [#eraseSome].
  public void end(long chatId) {
    sql.update(
        "delete from photos where photo_id = (select photo_id from chats where id = ?)", chatId);
    sql.update("delete from members where chat_id = ?", chatId);
    sql.update("delete from chats where id = ?", chatId);
    sql.update("insert into ended_chats (chat_id) values (?)", chatId);
  }

  /// Erases a part of what ended chats have left behind.
  ///
  /// @return whether there may be more
  public boolean eraseSome(int most) {
    Long id =
        sql.first(
            "select chat_id from ended_chats order by chat_id limit 1"
                + sql.dialect().lockFreeRows("ended_chats"),
            row -> row.getLong(1));
    if (id == null) {
      return false;
    }
    int left = most;
    for (List<String> table : LEFT) {
      left -= erase(table.getFirst(), table.getLast(), id, left);
      if (left == 0) {
        return true;
      }
    }
    sql.update("delete from ended_chats where chat_id = ?", id);
    return true;
  }

  private int erase(String table, String key, long chatId, int most) {
    return sql.update(
        "delete from %s where (%s) in (select %s from %s where chat_id = ? limit ?)"
            .formatted(table, key, key, table),
        chatId,
        most);
  }
}
