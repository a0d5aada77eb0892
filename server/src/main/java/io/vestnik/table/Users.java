package io.vestnik.table;

import io.vestnik.model.Email;
import io.vestnik.model.Username;
import io.vestnik.sql.Sql;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The table of users.
public final class Users {
  private static final String SELECT = "select id, username, password_hash from users where ";

  private final Sql sql;

  public Users(Sql sql) {
    this.sql = sql;
  }

  /// A user as stored, as far as signing in asks.
  public record UserRow(long id, String username, String passwordHash) {}

  /// A user to be.
  public record NewUser(
      Username username, Email email, String passwordHash, String language, long createdTime) {}

  /// Adds the user, who must not clash with another; gives the id.
  public long add(NewUser user) {
    return sql.number(
        """
        insert into users (username, username_key, skeleton, email, email_key, password_hash,
          language, created_time)
        values (?, ?, ?, ?, ?, ?, ?, ?) returning id
        """,
        user.username.shown(),
        user.username.key(),
        user.username.skeleton(),
        user.email.shown(),
        user.email.key(),
        user.passwordHash,
        user.language,
        user.createdTime);
  }

  public @Nullable UserRow byId(long id) {
    return sql.first(SELECT + "id = ?", Users::row, id);
  }

  public @Nullable UserRow byUsernameKey(String key) {
    return sql.first(SELECT + "username_key = ?", Users::row, key);
  }

  public @Nullable UserRow bySkeleton(String skeleton) {
    return sql.first(SELECT + "skeleton = ?", Users::row, skeleton);
  }

  public @Nullable UserRow byEmailKey(String key) {
    return sql.first(SELECT + "email_key = ?", Users::row, key);
  }

  /// Keeps the user's sessions and chats from being added to by another transaction until this one
  /// ends. Locked before any chat.
  public void lock(long id) {
    String lock = sql.lock("users");
    if (!lock.isEmpty()) {
      sql.first("select 1 from users where id = ?" + lock, row -> row.getInt(1), id);
    }
  }

  public void setPasswordHash(long id, String hash) {
    sql.update("update users set password_hash = ? where id = ?", hash, id);
  }

  /// Notes when the user was last connected.
  public void setLastSeen(long id, long time) {
    sql.update(
        "update users set last_seen_time = ? where id = ? and deleted_time is null", time, id);
  }

  /// Who of these exists, and is not deleted.
  public Set<Long> living(Collection<Long> ids) {
    return living(ids, "");
  }

  /// The same; and none of them is deleted before this transaction ends, if it writes.
  public Set<Long> keptLiving(Collection<Long> ids) {
    return living(ids, sql.keep("u"));
  }

  private Set<Long> living(Collection<Long> ids, String keep) {
    return new HashSet<>(
        sql.list(
            "select u.id from "
                + sql.dialect().keyTable("bigint")
                + " k cross join users u where u.id = k.k1 and u.deleted_time is null"
                + keep,
            row -> row.getLong(1),
            sql.dialect().keys(ids.stream().distinct().map(List::of).toList())));
  }

  /// The usernames of those who exist.
  public Map<Long, String> names(Collection<Long> ids) {
    Map<Long, String> names = new HashMap<>();
    if (!ids.isEmpty()) {
      sql.list(
          "select u.id, u.username from "
              + sql.dialect().keyTable("bigint")
              + " k cross join users u where u.id = k.k1",
          row -> names.put(row.getLong(1), row.getString(2)),
          sql.dialect().keys(ids.stream().distinct().map(List::of).toList()));
    }
    return names;
  }

  /// The ids of those who have these keys, by key. Until the end of a transaction that writes they
  /// keep them, and are not deleted.
  public Map<String, Long> idsByKeys(Collection<String> keys) {
    Map<String, Long> ids = new HashMap<>();
    if (!keys.isEmpty()) {
      sql.list(
          "select u.username_key, u.id from "
              + sql.dialect().keyTable("text")
              + " k cross join users u where u.username_key = k.k1"
              + sql.keep("u"),
          row -> ids.put(row.getString(1), row.getLong(2)),
          sql.dialect().keys(keys.stream().distinct().map(List::of).toList()));
    }
    return ids;
  }

  private static UserRow row(java.sql.ResultSet row) throws java.sql.SQLException {
    return new UserRow(
        row.getLong("id"), row.getString("username"), row.getString("password_hash"));
  }
}
