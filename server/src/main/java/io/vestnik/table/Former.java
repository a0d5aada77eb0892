package io.vestnik.table;

import io.vestnik.sql.Sql;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The table of those who have left groups, whether or not they are back.
public final class Former {
  private final Sql sql;

  public Former(Sql sql) {
    this.sql = sql;
  }

  /// How it was when the user last went.
  ///
  /// @param removed whether somebody else has removed them
  /// @param clearedEventId up to where they have ever cleared the chat; 0 where they have not
  /// @param hiddenCount how many messages they have ever hidden from themselves
  /// @param settingsChanges how often they have changed their settings of the chat
  public record Row(boolean removed, long clearedEventId, long hiddenCount, long settingsChanges) {
    /// Of one who was never there.
    public static final Row NONE = new Row(false, 0, 0, 0);
  }

  /// How the user last went, or null where they never did.
  public @Nullable Row get(long chatId, long userId) {
    return of(chatId, List.of(userId)).get(userId);
  }

  /// The same of many users, as far as they ever went.
  public Map<Long, Row> of(long chatId, Collection<Long> userIds) {
    Map<Long, Row> found = new HashMap<>();
    sql.list(
        "select f.user_id, f.removed, f.cleared_event_id, f.hidden_count, f.settings_changes from "
            + sql.dialect().keyTable("bigint", "bigint")
            + " k cross join former_members f where f.chat_id = k.k1 and f.user_id = k.k2",
        row ->
            found.put(
                row.getLong(1),
                new Row(row.getBoolean(2), row.getLong(3), row.getLong(4), row.getLong(5))),
        sql.dialect().keys(userIds.stream().map(id -> List.of(chatId, id)).toList()));
    return found;
  }

  /// From which of these chats the user went, as far as they ever did: whether they were removed.
  public Map<Long, Boolean> ofUser(long userId, Collection<Long> chatIds) {
    Map<Long, Boolean> found = new HashMap<>();
    sql.list(
        "select f.chat_id, f.removed from "
            + sql.dialect().keyTable("bigint", "bigint")
            + " k cross join former_members f where f.chat_id = k.k1 and f.user_id = k.k2",
        row -> found.put(row.getLong(1), row.getBoolean(2)),
        sql.dialect().keys(chatIds.stream().map(id -> List.of(id, userId)).toList()));
    return found;
  }

  /// Notes that the member goes. What was cleared before stays so.
  public void note(long chatId, long userId, Row row) {
    sql.update(
        """
        insert into former_members (chat_id, user_id, removed, cleared_event_id, hidden_count,
          settings_changes)
        values (?, ?, ?, ?, ?, ?)
        on conflict (chat_id, user_id) do update set
          removed = excluded.removed,
          cleared_event_id = case
            when excluded.cleared_event_id > former_members.cleared_event_id
            then excluded.cleared_event_id else former_members.cleared_event_id end,
          hidden_count = excluded.hidden_count,
          settings_changes = excluded.settings_changes
        """,
        chatId,
        userId,
        row.removed,
        row.clearedEventId,
        row.hiddenCount,
        row.settingsChanges);
  }

  /// A chat in which a user is, or was.
  public record Place(long chatId, long lastEventId, boolean isMember) {}

  /// The chats in which the user is or was and that there still are, ascending after one of them.
  public List<Place> everIn(long userId, long chatId, int limit) {
    return sql.list(
        """
        select c.id, c.last_event_id, exists (select 1 from members m
            where m.chat_id = c.id and m.user_id = ?) as is_member
        from (
          select chat_id from (select chat_id from members
            where user_id = ? and chat_id > ? order by chat_id limit ?) here
          union
          select chat_id from (select f.chat_id
            from former_members f join chats d on d.id = f.chat_id
            where f.user_id = ? and f.chat_id > ? order by f.chat_id limit ?) gone
        ) own cross join chats c where c.id = own.chat_id order by c.id limit ?
        """,
        row -> new Place(row.getLong(1), row.getLong(2), row.getBoolean(3)),
        userId,
        userId,
        chatId,
        limit,
        userId,
        chatId,
        limit,
        limit);
  }
}
