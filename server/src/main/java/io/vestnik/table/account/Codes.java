package io.vestnik.table.account;

import io.vestnik.model.Email;
import io.vestnik.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The table of mailed codes: of each account and purpose the last one, and what it was tried with.
public final class Codes {
  /// Whose rows stand for all who do not exist.
  public static final long NOBODY = 0;

  private final Sql sql;

  public Codes(Sql sql) {
    this.sql = sql;
  }

  /// A row.
  ///
  /// @param hash null where no code is good
  /// @param email which address the code was mailed to
  /// @param tries how many wrong ones were tried lately
  /// @param mailedTimes when the last ones were mailed, the oldest first
  public record CodeRow(
      byte @Nullable [] hash,
      @Nullable Email email,
      long expiresTime,
      int tries,
      long triedTime,
      List<Long> mailedTimes) {}

  /// The row, made where there is none, which nobody else changes before this transaction ends.
  public CodeRow locked(long userId, int purpose) {
    sql.update(
        """
        insert into codes (user_id, purpose, expires_time, tries, tried_time, mailed_times)
        values (?, ?, 0, 0, 0, '') on conflict do nothing
        """,
        userId,
        purpose);
    sql.update("update codes set tries = tries where user_id = ? and purpose = ?", userId, purpose);
    CodeRow row =
        sql.first(
            """
            select code_hash, email, email_key, expires_time, tries, tried_time, mailed_times
            from codes where user_id = ? and purpose = ?
            """,
            Codes::row,
            userId,
            purpose);
    if (row == null) {
      throw new IllegalStateException("A row of codes is gone while it is locked.");
    }
    return row;
  }

  public void put(long userId, int purpose, CodeRow row) {
    Email email = row.email;
    sql.update(
        """
        update codes set code_hash = ?, email = ?, email_key = ?, expires_time = ?, tries = ?,
          tried_time = ?, mailed_times = ?
        where user_id = ? and purpose = ?
        """,
        row.hash,
        email == null ? null : email.shown(),
        email == null ? null : email.key(),
        row.expiresTime,
        row.tries,
        row.triedTime,
        row.mailedTimes.stream().map(String::valueOf).collect(Collectors.joining(",")),
        userId,
        purpose);
  }

  /// No code of this purpose is good any more; how many were mailed and tried stays.
  public void end(long userId, int purpose) {
    sql.update(
        """
        update codes set code_hash = null, email = null, email_key = null
        where user_id = ? and purpose = ?
        """,
        userId,
        purpose);
  }

  /// No code of the account is good any more.
  public void endAll(long userId) {
    sql.update(
        "update codes set code_hash = null, email = null, email_key = null where user_id = ?",
        userId);
  }

  private static CodeRow row(ResultSet row) throws SQLException {
    String shown = row.getString("email");
    String key = row.getString("email_key");
    String times = row.getString("mailed_times");
    return new CodeRow(
        row.getBytes("code_hash"),
        shown == null || key == null ? null : new Email(shown, key),
        row.getLong("expires_time"),
        row.getInt("tries"),
        row.getLong("tried_time"),
        times.isEmpty() ? List.of() : Stream.of(times.split(",")).map(Long::valueOf).toList());
  }
}
