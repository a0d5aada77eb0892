package io.vestnik.table;

import io.vestnik.sql.Sql;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The table of what members have hidden from themselves, each member's numbered 1, 2, 3 … in each
/// chat.
public final class Hidden {
  private final Sql sql;

  public Hidden(Sql sql) {
    this.sql = sql;
  }

  /// A hidden message.
  public record Numbered(long number, long messageId) {}

  /// Hides those of the messages that are not hidden yet; gives them.
  public List<Long> add(MemberRow member, List<Long> messageIds) {
    List<Long> already =
        sql.list(
            "select h.message_id from "
                + sql.dialect().keyTable("bigint", "bigint", "bigint")
                + """
                 k cross join hidden h
                where h.chat_id = k.k1 and h.user_id = k.k2 and h.message_id = k.k3
                """,
            row -> row.getLong(1),
            sql.dialect()
                .keys(
                    messageIds.stream()
                        .map(id -> List.of(member.chatId(), member.userId(), id))
                        .toList()));
    List<Long> added = messageIds.stream().filter(id -> !already.contains(id)).toList();
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (int i = 0; i < added.size(); i++) {
      rows.add(
          new @Nullable Object[] {
            member.chatId(), member.userId(), added.get(i), member.hiddenCount() + 1 + i
          });
    }
    if (!rows.isEmpty()) {
      sql.updateEach(
          "insert into hidden (chat_id, user_id, message_id, number) values (?, ?, ?, ?)", rows);
      sql.update(
          "update members set hidden_count = ? where chat_id = ? and user_id = ?",
          member.hiddenCount() + added.size(),
          member.chatId(),
          member.userId());
    }
    return added;
  }

  /// What the member has hidden after a number, in that order.
  public List<Numbered> since(MemberRow member, long number, int limit) {
    return sql.list(
        """
        select number, message_id from hidden
        where chat_id = ? and user_id = ? and number > ? order by number limit ?
        """,
        row -> new Numbered(row.getLong(1), row.getLong(2)),
        member.chatId(),
        member.userId(),
        number,
        limit);
  }

  /// What the user has hidden of the chat above a message, ascending.
  public List<Long> own(long chatId, long userId, long messageId, int limit) {
    return sql.list(
        """
        select message_id from hidden
        where chat_id = ? and user_id = ? and message_id > ? order by message_id limit ?
        """,
        row -> row.getLong(1),
        chatId,
        userId,
        messageId,
        limit);
  }
}
