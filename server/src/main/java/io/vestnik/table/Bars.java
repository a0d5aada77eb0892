package io.vestnik.table;

import io.vestnik.sql.Sql;
import io.vestnik.table.MemberRow.Bar;

/// The table of memberships, as far as it says what keeps members of personal chats from writing.
public final class Bars {
  private final Sql sql;

  public Bars(Sql sql) {
    this.sql = sql;
  }

  /// What bars the member is another from now on, where it was this.
  public void change(long chatId, long userId, Bar before, Bar after) {
    sql.update(
        "update members set barred = ? where chat_id = ? and user_id = ? and barred = ?",
        Stored.BARS.indexOf(after),
        chatId,
        userId,
        Stored.BARS.indexOf(before));
  }

  /// Whoever shares a personal chat with the user, whose account is deleted, is barred there.
  public void ofDeleted(long userId) {
    lockChats(userId);
    sql.update(
        """
        update members set barred = ? where user_id <> ? and chat_id in (
          select c.id from members m join chats c on c.id = m.chat_id
          where m.user_id = ? and c.type = 0)
        """,
        Stored.BARS.indexOf(Bar.ACCOUNT_DELETED),
        userId,
        userId);
  }

  // Whoever is writing into one of them has written before this, or is barred.
  private void lockChats(long userId) {
    String lock = sql.lock("c");
    if (!lock.isEmpty()) {
      sql.list(
          """
          select c.id from members m join chats c on c.id = m.chat_id
          where m.user_id = ? and c.type = 0 order by c.id
          """
              + lock,
          row -> row.getLong(1),
          userId);
    }
  }
}
