package io.vestnik.table.account;

import io.vestnik.model.Signal;
import io.vestnik.model.TokenHash;
import io.vestnik.sql.Sql;
import java.time.Duration;
import java.util.List;

/// The table by which a process beside the servers tells them which sessions it has ended.
public final class EndedSessions {
  private static final long KEPT_MILLIS = Duration.ofMinutes(5).toMillis();

  private final Sql sql;

  public EndedSessions(Sql sql) {
    this.sql = sql;
  }

  public void add(Signal.SessionEnded ended, long now) {
    sql.update("delete from ended_sessions where ended_time < ?", now - KEPT_MILLIS);
    sql.update(
        """
        insert into ended_sessions (id, token_hash, user_id, session_id, ended_time)
        values (?, ?, ?, ?, ?) on conflict do nothing
        """,
        ended.sessionId(),
        ended.tokenHash().bytes(),
        ended.userId(),
        ended.name(),
        now);
  }

  /// Those that ended within the last minutes.
  public List<Signal.SessionEnded> recent() {
    return sql.list(
        "select id, token_hash, user_id, session_id from ended_sessions order by id",
        row ->
            new Signal.SessionEnded(
                row.getLong(1), new TokenHash(row.getBytes(2)), row.getLong(3), row.getString(4)));
  }
}
