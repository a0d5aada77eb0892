package io.vestnik.table;

import io.vestnik.model.Session;
import io.vestnik.model.Signal;
import io.vestnik.model.TokenHash;
import io.vestnik.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The table of sessions. Those that a transaction which writes has looked at do not end before it
/// does: what it changes is committed while the token lives.
public final class Sessions {
  private static final String SELECT = "select id, user_id, last_used_time from sessions where ";

  private final Sql sql;

  public Sessions(Sql sql) {
    this.sql = sql;
  }

  /// A session to be.
  ///
  /// @param sessionId what the contract calls session_id
  public record NewSession(
      String sessionId,
      TokenHash tokenHash,
      long userId,
      @Nullable String device,
      @Nullable String address,
      long createdTime) {}

  /// Adds the session; gives its number.
  public long add(NewSession session) {
    return sql.number(
        """
        insert into sessions (session_id, token_hash, user_id, device, address, created_time,
          last_used_time)
        values (?, ?, ?, ?, ?, ?, ?) returning id
        """,
        session.sessionId,
        session.tokenHash.bytes(),
        session.userId,
        session.device,
        session.address,
        session.createdTime,
        session.createdTime);
  }

  public @Nullable Session byToken(TokenHash tokenHash) {
    return sql.first(
        SELECT + "token_hash = ?" + sql.keep("sessions"), Sessions::row, tokenHash.bytes());
  }

  /// A user's sessions, the least recently used first.
  public List<Session> ofUser(long userId) {
    return sql.list(
        SELECT + "user_id = ? order by last_used_time, created_time, id", Sessions::row, userId);
  }

  /// Where a session was begun.
  public record Place(@Nullable String device, @Nullable String address) {}

  /// Where a user's sessions were begun.
  public List<Place> places(long userId) {
    return sql.list(
        "select device, address from sessions where user_id = ?",
        row -> new Place(row.getString(1), row.getString(2)),
        userId);
  }

  /// A session as its user sees it.
  ///
  /// @param sessionId what the contract calls session_id
  public record Shown(Session session, String sessionId, Place place, long createdTime) {}

  /// A user's sessions, the last used first.
  public List<Shown> shown(long userId) {
    return sql.list(
        """
        select id, user_id, last_used_time, session_id, device, address, created_time from sessions
        where user_id = ? order by last_used_time desc, created_time desc, id desc
        """,
        row ->
            new Shown(
                row(row),
                row.getString("session_id"),
                new Place(row.getString("device"), row.getString("address")),
                row.getLong("created_time")),
        userId);
  }

  /// Which of these sessions still are.
  public Set<Long> alive(Collection<Long> ids) {
    return new HashSet<>(
        sql.list(
            "select s.id from "
                + sql.dialect().keyTable("bigint")
                + " k cross join sessions s where s.id = k.k1"
                + sql.keep("s"),
            row -> row.getLong(1),
            sql.dialect().keys(ids.stream().distinct().map(List::of).toList())));
  }

  public boolean isAlive(long id) {
    String query = "select 1 from sessions where id = ?" + sql.keep("sessions");
    return sql.first(query, row -> row.getInt(1), id) != null;
  }

  /// Never moves it back.
  public void setLastUsed(long id, long time) {
    sql.update(
        "update sessions set last_used_time = ? where id = ? and last_used_time < ?",
        time,
        id,
        time);
  }

  /// Ends the session; what its token was is gone.
  public Signal.@Nullable SessionEnded remove(long id) {
    return sql.first(
        "delete from sessions where id = ? returning token_hash, user_id, session_id",
        row ->
            new Signal.SessionEnded(
                id, new TokenHash(row.getBytes(1)), row.getLong(2), row.getString(3)),
        id);
  }

  private static Session row(ResultSet row) throws SQLException {
    return new Session(row.getLong("id"), row.getLong("user_id"), row.getLong("last_used_time"));
  }
}
