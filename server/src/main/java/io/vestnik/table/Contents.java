package io.vestnik.table;

import io.vestnik.model.Mention;
import io.vestnik.sql.Sql;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What messages say, where it changes after they were sent.
public final class Contents {
  private final Sql sql;

  public Contents(Sql sql) {
    this.sql = sql;
  }

  /// What there is of a message.
  public record State(long messageId, long fromId, boolean erased) {}

  /// Which of these numbers of a chat are messages, in no order.
  public List<State> states(long chatId, List<Long> messageIds) {
    return sql.list(
        "select e.event_id, e.from_id, e.erased from "
            + sql.dialect().keyTable("bigint", "bigint")
            + " k cross join entries e"
            + " where e.chat_id = k.k1 and e.event_id = k.k2 and e.kind = 0",
        row -> new State(row.getLong(1), row.getLong(2), row.getBoolean(3)),
        keys(chatId, messageIds));
  }

  private Object keys(long chatId, List<Long> messageIds) {
    return sql.dialect()
        .keys(messageIds.stream().distinct().map(id -> List.of(chatId, id)).toList());
  }

  /// Gives a message another content.
  public void edit(
      long chatId, long messageId, String content, long time, @Nullable List<Mention> mentions) {
    sql.update(
        """
        update entries set content = ?, edited_time = ?, mentions = ?
        where chat_id = ? and event_id = ? and kind = 0 and not erased
        """,
        content,
        time,
        EntryRows.stored(mentions),
        chatId,
        messageId);
  }

  /// Erases messages for everyone: their content, what they said before, and all that was put to
  /// them. Their numbers stay, the keys of their senders, and from whom they are hidden.
  public void erase(long chatId, List<Long> messageIds) {
    Object keys = keys(chatId, messageIds);
    String keyTable = sql.dialect().keyTable("bigint", "bigint");
    sql.update(
        """
        update entries set content = '', erased = true, content_hash = null, mentions = null,
          reply_to = null, forwarded_from = null, edited_time = null
        where id in (select e.id from
        """
            + keyTable
            + """
             k cross join entries e
              where e.chat_id = k.k1 and e.event_id = k.k2 and e.kind = 0)
            """,
        keys);
    for (String table : List.of("versions", "reactions", "pins", "mentions")) {
      sql.update(
          "delete from "
              + table
              + " where (chat_id, message_id) in (select k1, k2 from "
              + keyTable
              + " k)",
          keys);
    }
  }
}
