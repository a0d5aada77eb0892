package io.vestnik.table;

import io.vestnik.sql.Sql;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The table of pinned messages.
public final class Pins {
  private final Sql sql;

  public Pins(Sql sql) {
    this.sql = sql;
  }

  /// The chat's pinned messages, the newest pin first.
  public List<Long> of(long chatId) {
    return sql.list(
        "select message_id from pins where chat_id = ? order by event_id desc",
        row -> row.getLong(1),
        chatId);
  }

  /// The pinned messages of each of these chats that has any, without those that the user has
  /// hidden from themselves; the newest pin first.
  public Map<Long, List<Long>> shown(Collection<Long> chatIds, long viewerId) {
    Map<Long, List<Long>> all = new HashMap<>();
    sql.list(
        "select p.chat_id, p.message_id from "
            + sql.dialect().keyTable("bigint")
            + """
             k cross join pins p
            where p.chat_id = k.k1 and not exists (select 1 from hidden h
              where h.chat_id = p.chat_id and h.user_id = ? and h.message_id = p.message_id)
            order by p.event_id desc
            """,
        row -> all.computeIfAbsent(row.getLong(1), _ -> new ArrayList<>()).add(row.getLong(2)),
        sql.dialect().keys(chatIds.stream().map(List::of).toList()),
        viewerId);
    return all;
  }

  /// Pins the message, which is not pinned.
  ///
  /// @param eventId the entry that tells of it
  public void add(long chatId, long messageId, long eventId) {
    sql.update(
        "insert into pins (chat_id, message_id, event_id) values (?, ?, ?)",
        chatId,
        messageId,
        eventId);
  }

  public void remove(long chatId, long messageId) {
    sql.update("delete from pins where chat_id = ? and message_id = ?", chatId, messageId);
  }
}
