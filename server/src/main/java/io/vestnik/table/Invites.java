package io.vestnik.table;

import io.vestnik.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The table of invites into groups.
public final class Invites {
  private static final String SELECT =
      "select invite, chat_id, from_id, expires_time, max_uses, uses from invites where ";
  private static final String GOOD =
      " (expires_time is null or expires_time > ?) and (max_uses is null or uses < max_uses) ";

  private final Sql sql;

  public Invites(Sql sql) {
    this.sql = sql;
  }

  /// An invite as it is stored.
  ///
  /// @param fromId who has made it
  /// @param expiresTime null where it never does
  /// @param maxUses null where they are not counted down
  public record Row(
      String invite,
      long chatId,
      long fromId,
      @Nullable Long expiresTime,
      @Nullable Integer maxUses,
      int uses) {

    /// Whether somebody can still join by it.
    public boolean isGood(long now) {
      return (expiresTime == null || expiresTime > now) && (maxUses == null || uses < maxUses);
    }
  }

  /// Adds an invite that nobody has used.
  public void add(Row row, long now) {
    sql.update(
        """
        insert into invites (invite, chat_id, from_id, created_time, expires_time, max_uses, uses)
        values (?, ?, ?, ?, ?, ?, 0)
        """,
        row.invite,
        row.chatId,
        row.fromId,
        now,
        row.expiresTime,
        row.maxUses);
  }

  public @Nullable Row get(String invite) {
    return sql.first(SELECT + "invite = ?", Invites::row, invite);
  }

  /// The chat's invites by which one can join, the oldest first.
  public List<Row> good(long chatId, long now) {
    return sql.list(
        SELECT + "chat_id = ? and" + GOOD + "order by created_time, invite",
        Invites::row,
        chatId,
        now);
  }

  /// The chat's invites that this member has made, good or not, the oldest first.
  public List<Row> madeBy(long chatId, long userId) {
    return sql.list(
        SELECT + "chat_id = ? and from_id = ? order by created_time, invite",
        Invites::row,
        chatId,
        userId);
  }

  /// Makes room for one more: where there are so many, those go by which nobody can join, and if
  /// there is none, the oldest.
  public void makeRoom(long chatId, int most, long now) {
    if (count(chatId) >= most) {
      sql.update("delete from invites where chat_id = ? and not (" + GOOD + ")", chatId, now);
    }
    if (count(chatId) >= most) {
      sql.update(
          """
          delete from invites where invite in (select invite from invites
            where chat_id = ? order by created_time, invite limit 1)
          """,
          chatId);
    }
  }

  private long count(long chatId) {
    return sql.number("select count(*) from invites where chat_id = ?", chatId);
  }

  /// Counts one use.
  public void use(String invite) {
    sql.update("update invites set uses = uses + 1 where invite = ?", invite);
  }

  /// Takes the chat's invite away.
  ///
  /// @return whether there was such a one
  public boolean remove(long chatId, String invite) {
    return sql.update("delete from invites where invite = ? and chat_id = ?", invite, chatId) > 0;
  }

  private static Row row(ResultSet row) throws SQLException {
    Long maxUses = Stored.number(row, "max_uses");
    return new Row(
        row.getString("invite"),
        row.getLong("chat_id"),
        row.getLong("from_id"),
        Stored.number(row, "expires_time"),
        maxUses == null ? null : Math.toIntExact(maxUses),
        row.getInt("uses"));
  }
}
