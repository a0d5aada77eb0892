package io.vestnik.table;

import io.vestnik.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;

/// Where users stand in the logs of their chats, listed or not.
public final class Positions {
  private static final String COLUMNS =
      """
      m.user_id, c.id, c.last_event_id, c.member_count,
      (not m.cleared or c.last_message_id >= m.first_event_id) as shown, m.first_event_id
      """;

  private final Sql sql;

  public Positions(Sql sql) {
    this.sql = sql;
  }

  /// Where a live connection of the user begins to listen.
  ///
  /// @param lastEventId the log's end
  /// @param shown whether getChats shows the chat
  public record Position(
      long chatId, long lastEventId, int memberCount, boolean shown, long firstEventId) {}

  /// Where a user stands.
  public record Standing(long userId, Position position) {}

  /// In all the user's chats.
  public List<Position> of(long userId) {
    return sql.list(
        "select "
            + COLUMNS
            + " from members m join chats c on c.id = m.chat_id where m.user_id = ?",
        Positions::position,
        userId);
  }

  /// In all chats of these users.
  public List<Standing> of(Collection<Long> userIds) {
    return sql.list(
        "select "
            + COLUMNS
            + " from "
            + sql.dialect().keyTable("bigint")
            + " k cross join members m cross join chats c"
            + " where m.user_id = k.k1 and c.id = m.chat_id",
        row -> new Standing(row.getLong(1), position(row)),
        sql.dialect().keys(userIds.stream().distinct().map(List::of).toList()));
  }

  private static Position position(ResultSet row) throws SQLException {
    return new Position(
        row.getLong(2), row.getLong(3), row.getInt(4), row.getBoolean(5), row.getLong(6));
  }
}
