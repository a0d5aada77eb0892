package io.vestnik.table.account;

import io.vestnik.sql.Sql;
import java.time.Duration;
import java.util.List;

/// The table of usernames that were given up: for a while they are kept for their former owners.
public final class ReleasedNames {
  private static final long KEPT_MILLIS = Duration.ofDays(30).toMillis();

  /// Who changes names often cannot keep more than these from others.
  private static final int MOST_OF_ONE = 10;

  private final Sql sql;

  public ReleasedNames(Sql sql) {
    this.sql = sql;
  }

  /// A name that was given up, as it is looked up.
  public record Kept(String username, long released_time) {}

  /// What the user has given up and others cannot have, the newest first.
  public List<Kept> of(long userId) {
    return sql.list(
        """
        select username_key, released_time from released_names
        where user_id = ? order by released_time desc, username_key
        """,
        row -> new Kept(row.getString(1), row.getLong(2)),
        userId);
  }

  /// Keeps a name that its owner gives up.
  public void release(Account owner, long now) {
    take(owner.usernameKey());
    sql.update("delete from released_names where released_time < ?", now - KEPT_MILLIS);
    sql.update(
        """
        insert into released_names (username_key, skeleton, user_id, released_time)
        values (?, ?, ?, ?)
        """,
        owner.usernameKey(),
        owner.skeleton(),
        owner.id(),
        now);
    sql.update(
        """
        delete from released_names where username_key in (
          select username_key from released_names where user_id = ?
          order by released_time desc, username_key limit 1 offset ?)
        """,
        owner.id(),
        MOST_OF_ONE);
  }

  /// Somebody has the name again.
  public void take(String usernameKey) {
    sql.update("delete from released_names where username_key = ?", usernameKey);
  }

  /// Whether the name is kept for somebody else.
  ///
  /// @param userId who asks; 0 for who has no account yet
  public boolean isKept(String usernameKey, long userId, long now) {
    return isKept("username_key = ?", usernameKey, userId, now);
  }

  /// Whether a name that looks like this is kept for somebody else.
  public boolean isSimilarKept(String skeleton, long userId, long now) {
    return isKept("skeleton = ?", skeleton, userId, now);
  }

  private boolean isKept(String condition, String form, long userId, long now) {
    return sql.first(
            "select 1 from released_names where "
                + condition
                + " and user_id <> ? and released_time >= ? limit 1",
            row -> row.getInt(1),
            form,
            userId,
            now - KEPT_MILLIS)
        != null;
  }
}
