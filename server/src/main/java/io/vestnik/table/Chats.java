package io.vestnik.table;

import io.vestnik.model.ChatType;
import io.vestnik.model.Permissions;
import io.vestnik.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The table of chats.
public final class Chats {
  private static final String COLUMNS =
      """
      c.id, c.type, c.name, c.about, c.photo_id, c.permissions, c.member_count,
      c.created_time, c.last_event_id, c.last_event_time, c.last_message_id, c.last_message_time
      """;

  // The last message that the member has not hidden; 0 where there is none. In most chats nothing
  // is hidden, and the chat's row knows it.
  private static final String SHOWN =
      """
      case when m.hidden_count = 0 then c.last_message_id else coalesce((
        select e.event_id from entries e
        where e.chat_id = c.id and e.kind = 0 and e.event_id >= m.first_event_id
          and not exists (select 1 from hidden h where h.chat_id = e.chat_id
            and h.user_id = m.user_id and h.message_id = e.event_id)
        order by e.event_id desc limit 1), 0) end as shown_message_id
      """;

  private final Sql sql;

  public Chats(Sql sql) {
    this.sql = sql;
  }

  /// A chat in the list of one of its members.
  ///
  /// @param shownMessageId the last message that the member has not hidden; 0 where there is none
  /// @param activityTime what the list is ordered by, the newest first; equal ones by chat_id
  public record Listed(ChatRow chat, MemberRow member, long shownMessageId, long activityTime) {}

  /// A place in a member's list of chats.
  public record Place(long activityTime, long chatId) {
    /// Before the first.
    public static final Place START = new Place(Long.MAX_VALUE, Long.MAX_VALUE);
  }

  /// Adds a personal chat of these two, or notes where both are one; gives it, or null where there
  /// is one already.
  public @Nullable ChatRow addPersonal(long one, long other, long now) {
    int count = one == other ? 1 : 2;
    Long id =
        sql.first(
            """
            insert into chats (type, user_low, user_high, member_count, created_time,
              last_event_id, last_event_time, last_message_id, last_message_time)
            values (?, ?, ?, ?, ?, 0, ?, 0, 0) on conflict do nothing returning id
            """,
            row -> row.getLong(1),
            Stored.CHAT_TYPES.indexOf(ChatType.PERSONAL),
            Math.min(one, other),
            Math.max(one, other),
            count,
            now,
            now);
    return id == null
        ? null
        : new ChatRow(id, ChatType.PERSONAL, null, null, null, null, count, now, 0, now, 0, 0);
  }

  /// The chat; in a transaction that writes it stays as it is until that ends.
  public @Nullable ChatRow byId(long id) {
    return sql.first(
        "select " + COLUMNS + " from chats c where c.id = ?" + sql.lock("c"), Chats::row, id);
  }

  /// The id of the personal chat of these two.
  public @Nullable Long personalOf(long one, long other) {
    return sql.first(
        "select id from chats where user_low = ? and user_high = ?",
        row -> row.getLong(1),
        Math.min(one, other),
        Math.max(one, other));
  }

  /// The chats; in a transaction that writes they stay as they are until that ends.
  public List<ChatRow> byIds(Collection<Long> ids) {
    return byIds(ids, sql.lock("c"));
  }

  /// As [#byIds], but others may change them meanwhile.
  public List<ChatRow> seen(Collection<Long> ids) {
    return byIds(ids, "");
  }

  /// As [#byIds], but without those that another transaction holds: [#held] says which they are.
  public List<ChatRow> freeOnes(Collection<Long> ids) {
    return byIds(ids, sql.dialect().lockFreeRows("c"));
  }

  /// Which of these, that [#freeOnes] did not give, another transaction holds. The others are no
  /// chats.
  public Set<Long> held(Collection<Long> ids) {
    return ids.isEmpty() || sql.dialect().lockFreeRows("c").isEmpty()
        ? Set.of()
        : seen(ids).stream().map(ChatRow::id).collect(Collectors.toSet());
  }

  // In ascending order, which is that of all locks of chats.
  private List<ChatRow> byIds(Collection<Long> ids, String lock) {
    return sql.list(
        "select "
            + COLUMNS
            + " from "
            + sql.dialect().keyTable("bigint")
            + " k cross join chats c where c.id = k.k1 order by c.id"
            + lock,
        Chats::row,
        sql.dialect().keys(ids.stream().map(List::of).toList()));
  }

  /// The user's list of chats after a place in it.
  public List<Listed> listedFor(long userId, Place after, int limit) {
    return sql.list(
        "select * from (select seen.*, "
            + """
            case when shown_message_id < first_event_id then joined_time
              when shown_message_id = last_message_id then last_message_time
              else (select e.event_time from entries e
                where e.chat_id = seen.id and e.event_id = shown_message_id)
              end as activity_time
            from (select
            """
            + COLUMNS
            + ", "
            + Members.COLUMNS
            + ", "
            + SHOWN
            + """
              from members m join users u on u.id = m.user_id join chats c on c.id = m.chat_id
              where m.user_id = ? and (not m.cleared or c.last_message_id >= m.first_event_id)
            ) seen ) listed
            where (activity_time, id) < (?, ?) order by activity_time desc, id desc limit ?
            """,
        row -> listed(row, row.getLong("activity_time")),
        userId,
        after.activityTime,
        after.chatId,
        limit);
  }

  /// One chat as [#listedFor] gives it, listed or not; null where the user is no member. In a
  /// transaction that writes, chat and membership stay as they are until that ends.
  public @Nullable Listed forMember(long chatId, long userId) {
    String lock = sql.lock("c");
    if (!lock.isEmpty()) {
      // By itself, for what waits for a lock sees of other rows what was before it waited.
      sql.first("select 1 from chats c where c.id = ?" + lock, row -> row.getInt(1), chatId);
    }
    return withMember(chatId, userId);
  }

  /// As [#forMember], but the chat may change meanwhile: for what changes the membership alone.
  public @Nullable Listed withMember(long chatId, long userId) {
    return sql.first(
        "select "
            + COLUMNS
            + ", "
            + Members.COLUMNS
            + ", "
            + SHOWN
            + """
             from members m join users u on u.id = m.user_id join chats c on c.id = m.chat_id
            where m.chat_id = ? and m.user_id = ?
            """
            + sql.lock("m"),
        row -> listed(row, 0),
        chatId,
        userId);
  }

  private static Listed listed(ResultSet row, long activityTime) throws SQLException {
    return new Listed(row(row), Members.row(row), row.getLong("shown_message_id"), activityTime);
  }

  /// What a group is called and is about, how it looks, and who may do what in it.
  public record Facts(
      String name, @Nullable String about, @Nullable String photoId, Permissions permissions) {}

  /// Adds a group of so many; gives it.
  public ChatRow addGroup(Facts facts, int memberCount, long now) {
    long id =
        sql.number(
            """
            insert into chats (type, name, about, photo_id, permissions, member_count,
              created_time, last_event_id, last_event_time, last_message_id, last_message_time)
            values (?, ?, ?, ?, ?, ?, ?, 0, ?, 0, 0) returning id
            """,
            Stored.CHAT_TYPES.indexOf(ChatType.GROUP),
            facts.name,
            facts.about,
            facts.photoId,
            Stored.packed(facts.permissions),
            memberCount,
            now,
            now);
    return new ChatRow(
        id,
        ChatType.GROUP,
        facts.name,
        facts.about,
        facts.photoId,
        facts.permissions,
        memberCount,
        now,
        0,
        now,
        0,
        0);
  }

  /// Sets what a group is called and is about, how it looks, and who may do what in it.
  public void setFacts(long id, Facts facts) {
    sql.update(
        "update chats set name = ?, about = ?, photo_id = ?, permissions = ? where id = ?",
        facts.name,
        facts.about,
        facts.photoId,
        Stored.packed(facts.permissions),
        id);
  }

  /// Sets how many members there are.
  public void setMemberCount(long id, int count) {
    sql.update("update chats set member_count = ? where id = ?", count, id);
  }

  private static ChatRow row(ResultSet row) throws SQLException {
    return new ChatRow(
        row.getLong("id"),
        Stored.CHAT_TYPES.get(row.getInt("type")),
        row.getString("name"),
        row.getString("about"),
        row.getString("photo_id"),
        Stored.permissions(Stored.number(row, "permissions")),
        row.getInt("member_count"),
        row.getLong("created_time"),
        row.getLong("last_event_id"),
        row.getLong("last_event_time"),
        row.getLong("last_message_id"),
        row.getLong("last_message_time"));
  }
}
