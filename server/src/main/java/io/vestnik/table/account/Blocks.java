package io.vestnik.table.account;

import io.vestnik.model.User;
import io.vestnik.sql.Sql;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The table of who has blocked whom.
public final class Blocks {
  private final Sql sql;

  public Blocks(Sql sql) {
    this.sql = sql;
  }

  /// The user blocks this one.
  ///
  /// @return whether they had not
  public boolean add(long userId, long blocked) {
    return sql.update(
            "insert into blocks (user_id, blocked_id) values (?, ?) on conflict do nothing",
            userId,
            blocked)
        == 1;
  }

  /// The user blocks this one no longer.
  ///
  /// @return whether they had
  public boolean remove(long userId, long blocked) {
    return sql.update("delete from blocks where user_id = ? and blocked_id = ?", userId, blocked)
        == 1;
  }

  /// Whether the user has blocked this one.
  public boolean has(long userId, long blocked) {
    return sql.first(
            "select 1 from blocks where user_id = ? and blocked_id = ?",
            row -> row.getInt(1),
            userId,
            blocked)
        != null;
  }

  /// Who of these has blocked the user.
  public Set<Long> of(Collection<Long> userIds, long blocked) {
    return new HashSet<>(
        sql.list(
            "select b.user_id from "
                + sql.dialect().keyTable("bigint")
                + " k cross join blocks b where b.user_id = k.k1 and b.blocked_id = ?",
            row -> row.getLong(1),
            sql.dialect().keys(userIds.stream().map(List::of).toList()),
            blocked));
  }

  /// Whom the user has blocked, after one of them by user_id.
  public List<User> after(long userId, long after, int limit) {
    return sql.list(
        """
        select u.id, u.username, u.photo_id, u.about
        from blocks b join users u on u.id = b.blocked_id
        where b.user_id = ? and b.blocked_id > ? order by b.blocked_id limit ?
        """,
        row -> new User(row.getLong(1), row.getString(2), row.getString(3), row.getString(4)),
        userId,
        after,
        limit);
  }
}
