package io.vestnik.table.account;

import io.vestnik.sql.Sql;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Deleted accounts: what stays of them is a number and a name that nobody can have.
public final class Deletions {
  /// The name that what they have written bears from then on.
  public static final String NAME = "deleted account";

  private final Sql sql;

  public Deletions(Sql sql) {
    this.sql = sql;
  }

  /// Erases what is kept of the account, but for its memberships and what it has written. Its
  /// groups are still to be left.
  public void erase(Account account, long now) {
    long id = account.id();
    String key = ":" + id; // no username has a colon
    sql.update("delete from photos where photo_id = (select photo_id from users where id = ?)", id);
    sql.update(
        """
        update users set username = ?, username_key = ?, skeleton = ?, email = null,
          email_key = null, email_verified = false, password_hash = '', disabled = true,
          about = null, photo_id = null, language = 'en', show_presence = false,
          last_seen_time = null, deleted_time = ?, leaving = true,
          look_changes = look_changes + 1
        where id = ?
        """,
        NAME,
        key,
        key,
        now,
        id);
    sql.update("delete from second_factors where user_id = ?", id);
    sql.update("delete from recovery_codes where user_id = ?", id);
    sql.update("delete from codes where user_id = ?", id);
    new Exports(sql).release(id);
    sql.update("delete from group_keys where user_id = ?", id);
    sql.update("delete from blocks where user_id = ? or blocked_id = ?", id, id);
    sql.update("delete from mails where username = ?", account.username());
  }

  /// The account whose groups are still to be left; null where there is none.
  public @Nullable Long leaving() {
    return sql.first("select id from users where leaving limit 1", row -> row.getLong(1));
  }

  /// The user has left their groups.
  public void hasLeft(long id) {
    sql.update("update users set leaving = false where id = ?", id);
  }

  /// The next groups of the user.
  public List<Long> groups(long id, int limit) {
    return sql.list(
        """
        select c.id from members m cross join chats c
        where m.user_id = ? and c.id = m.chat_id and c.type = 1 order by c.id limit ?
        """,
        row -> row.getLong(1),
        id,
        limit);
  }
}
