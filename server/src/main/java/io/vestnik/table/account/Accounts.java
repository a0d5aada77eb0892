package io.vestnik.table.account;

import io.vestnik.model.Email;
import io.vestnik.model.Username;
import io.vestnik.sql.Sql;
import io.vestnik.table.Users;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The table of users, as far as their accounts are managed.
public final class Accounts {
  private static final String SELECT =
      """
      select id, username, username_key, skeleton, email, email_key, email_verified, password_hash,
        disabled, language, last_seen_time, created_time, deleted_time
      from users where
      """;

  private final Sql sql;

  public Accounts(Sql sql) {
    this.sql = sql;
  }

  public @Nullable Account byId(long id) {
    return sql.first(SELECT + " id = ?", Accounts::row, id);
  }

  public @Nullable Account byUsernameKey(String key) {
    return sql.first(SELECT + " username_key = ?", Accounts::row, key);
  }

  public @Nullable Account bySkeleton(String skeleton) {
    return sql.first(SELECT + " skeleton = ?", Accounts::row, skeleton);
  }

  public @Nullable Account byEmailKey(String key) {
    return sql.first(SELECT + " email_key = ?", Accounts::row, key);
  }

  /// Those above this number, ascending.
  public List<Account> after(long id, int limit) {
    return sql.list(SELECT + " id > ? order by id limit ?", Accounts::row, id, limit);
  }

  /// The account, which nobody else changes before this transaction ends.
  public @Nullable Account locked(long id) {
    new Users(sql).lock(id);
    return byId(id);
  }

  public void setUsername(long id, Username username) {
    sql.update(
        """
        update users set username = ?, username_key = ?, skeleton = ?,
          look_changes = look_changes + 1
        where id = ?
        """,
        username.shown(),
        username.key(),
        username.skeleton(),
        id);
  }

  public void setEmail(long id, Email email, boolean verified) {
    sql.update(
        "update users set email = ?, email_key = ?, email_verified = ? where id = ?",
        email.shown(),
        email.key(),
        verified,
        id);
  }

  /// Takes the address from whom it belongs to without their having verified it.
  ///
  /// @return whose it was; null where it was nobody's
  public @Nullable Long takeUnverified(String emailKey) {
    return sql.first(
        """
        update users set email = null, email_key = null
        where email_key = ? and email_verified = ? returning id
        """,
        row -> row.getLong(1),
        emailKey,
        false);
  }

  public void setDisabled(long id, boolean disabled) {
    sql.update("update users set disabled = ? where id = ?", disabled, id);
  }

  private static Account row(ResultSet row) throws SQLException {
    return new Account(
        row.getLong("id"),
        row.getString("username"),
        row.getString("username_key"),
        row.getString("skeleton"),
        row.getString("email"),
        row.getString("email_key"),
        row.getBoolean("email_verified"),
        row.getString("password_hash"),
        row.getBoolean("disabled"),
        row.getString("language"),
        number(row, "last_seen_time"),
        row.getLong("created_time"),
        number(row, "deleted_time"));
  }

  private static @Nullable Long number(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? null : value;
  }
}
