package io.vestnik.table.account;

import io.vestnik.sql.Sql;
import java.util.List;

/// Who may see whether somebody is there (protocol §7): whom they have written to in a personal
/// chat, unless they show it to nobody or have blocked them.
public final class Watchers {
  // w is watched by v. Groups are left out before their members are looked at.
  private static final String SEEN =
      """
       members w cross join chats c cross join users u cross join members v
      where c.id = w.chat_id and c.type = 0 and w.wrote and u.id = w.user_id
        and v.chat_id = w.chat_id and v.user_id <> w.user_id and not exists (
          select 1 from blocks b where b.user_id = w.user_id and b.blocked_id = v.user_id)
      """;

  private final Sql sql;

  public Watchers(Sql sql) {
    this.sql = sql;
  }

  /// Those who may see the user.
  public List<Long> of(long userId) {
    return sql.list(
        "select v.user_id from" + SEEN + " and u.show_presence and w.user_id = ?",
        row -> row.getLong(1),
        userId);
  }

  /// Those who could see the user, did these show it.
  public List<Long> ofHidden(long userId) {
    return sql.list(
        "select v.user_id from" + SEEN + " and w.user_id = ?", row -> row.getLong(1), userId);
  }

  /// Those whom the user may see.
  public List<Long> watchedBy(long userId) {
    return sql.list(
        """
        select w.user_id
        from members v cross join chats c cross join members w cross join users u
        where v.user_id = ? and c.id = v.chat_id and c.type = 0
          and w.chat_id = v.chat_id and w.user_id <> v.user_id and w.wrote
          and u.id = w.user_id and u.show_presence and not exists (
            select 1 from blocks b where b.user_id = w.user_id and b.blocked_id = v.user_id)
        """,
        row -> row.getLong(1),
        userId);
  }

  /// Whether the one may see the other.
  public boolean maySee(long userId, long watched) {
    return sql.first(
            "select 1 from"
                + SEEN
                + " and u.show_presence and w.user_id = ? and v.user_id = ? limit 1",
            row -> row.getInt(1),
            watched,
            userId)
        != null;
  }

  /// Which of these, (chat_id, user_id), the other one of the chat may see.
  public List<List<Long>> seen(List<List<Long>> chatsAndUsers) {
    return sql.list(
        "select w.chat_id, w.user_id from "
            + sql.dialect().keyTable("bigint", "bigint")
            + " k cross join"
            + SEEN
            + " and u.show_presence and w.chat_id = k.k1 and w.user_id = k.k2",
        row -> List.of(row.getLong(1), row.getLong(2)),
        sql.dialect().keys(chatsAndUsers));
  }
}
