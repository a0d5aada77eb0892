package io.vestnik.table.account;

import io.vestnik.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// The table of mails that wait to be sent.
public final class Mails {
  private final Sql sql;

  public Mails(Sql sql) {
    this.sql = sql;
  }

  /// A mail to be sent.
  ///
  /// @param id the queue's own number; 0 for one that is not in it yet
  /// @param address null where nothing is to be sent
  /// @param username to whom
  /// @param codeSeed what the code in it is made of
  /// @param detail what else it tells
  /// @param attempts how often it was tried in vain
  public record MailRow(
      long id,
      String kind,
      @Nullable String address,
      String username,
      String language,
      byte @Nullable [] codeSeed,
      @Nullable String detail,
      long createdTime,
      long expiresTime,
      int attempts) {}

  /// How many wait; counts no further than this.
  public int count(int most) {
    return Math.toIntExact(
        sql.number("select count(*) from (select 1 from mails limit ?) waiting", most));
  }

  public void add(MailRow mail) {
    sql.update(
        """
        insert into mails (kind, address, username, language, code_seed, detail, created_time,
          expires_time, next_time, attempts)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, 0)
        """,
        mail.kind,
        mail.address,
        mail.username,
        mail.language,
        mail.codeSeed,
        mail.detail,
        mail.createdTime,
        mail.expiresTime,
        mail.createdTime);
  }

  /// Whether a mail's turn has come.
  public boolean isDue(long now) {
    return sql.first("select 1 from mails where next_time <= ? limit 1", row -> row.getInt(1), now)
        != null;
  }

  /// Takes the mail whose turn it is, for so long: nobody else gets it before that time.
  ///
  /// @return null where none is due
  public @Nullable MailRow take(long now, long until) {
    Long id =
        sql.first(
            "select id from mails where next_time <= ? order by next_time, id limit 1",
            row -> row.getLong(1),
            now);
    if (id == null) {
      return null;
    }
    return sql.first(
        """
        update mails set next_time = ? where id = ? and next_time <= ?
        returning id, kind, address, username, language, code_seed, detail, created_time,
          expires_time, attempts
        """,
        Mails::row,
        until,
        id,
        now);
  }

  /// It could not be sent, and is to be tried again then.
  public void retry(long id, long nextTime) {
    sql.update(
        "update mails set next_time = ?, attempts = attempts + 1 where id = ?", nextTime, id);
  }

  /// It was sent, or never will be.
  public void remove(long id) {
    sql.update("delete from mails where id = ?", id);
  }

  private static MailRow row(ResultSet row) throws SQLException {
    return new MailRow(
        row.getLong("id"),
        row.getString("kind"),
        row.getString("address"),
        row.getString("username"),
        row.getString("language"),
        row.getBytes("code_seed"),
        row.getString("detail"),
        row.getLong("created_time"),
        row.getLong("expires_time"),
        row.getInt("attempts"));
  }
}
