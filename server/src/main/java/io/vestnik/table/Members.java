package io.vestnik.table;

import io.vestnik.model.ChatSettings;
import io.vestnik.model.Role;
import io.vestnik.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The table of memberships.
public final class Members {
  static final String COLUMNS =
      """
      m.chat_id, m.user_id, u.username, u.photo_id as member_photo, m.role, m.joined_time,
      m.first_event_id, m.joined_event_id, m.read_message_id, m.delivered_message_id, m.wrote,
      m.cleared, m.barred, m.hidden_count, m.muted_until, m.pinned, m.archived,
      m.settings_changes, u.look_changes
      """;
  private static final String SELECT =
      "select " + COLUMNS + " from members m join users u on u.id = m.user_id where ";

  private final Sql sql;

  public Members(Sql sql) {
    this.sql = sql;
  }

  /// How a member begins.
  ///
  /// @param firstEventId what lies before it does not exist for them
  /// @param joinedEventId the entry that made them a member; 0 where they are there from the start
  /// @param hiddenCount how many messages they have hidden when they were there before
  /// @param settingsChanges how often they have changed their settings then
  public record Seat(
      Role role,
      long joinedTime,
      long firstEventId,
      long joinedEventId,
      long hiddenCount,
      long settingsChanges) {
    /// Of one who is there from the start.
    public static Seat first(Role role, long time) {
      return new Seat(role, time, 1, 0, 0, 0);
    }
  }

  /// Makes the user a member.
  public void add(long chatId, long userId, Seat seat) {
    addAll(chatId, Map.of(userId, seat));
  }

  /// Makes the users members.
  public void addAll(long chatId, Map<Long, Seat> seats) {
    List<@Nullable Object[]> rows = new ArrayList<>(seats.size());
    seats.forEach((userId, seat) ->
        rows.add(
            new @Nullable Object[] {
              chatId,
              userId,
              Stored.ROLES.indexOf(seat.role),
              seat.joinedTime,
              seat.firstEventId,
              seat.joinedEventId,
              seat.hiddenCount,
              seat.settingsChanges,
            }));
    sql.updateEach(
        """
        insert into members (chat_id, user_id, role, joined_time, first_event_id, joined_event_id,
          hidden_count, settings_changes, read_message_id, delivered_message_id, wrote, cleared,
          muted_until, pinned, archived)
        values (?, ?, ?, ?, ?, ?, ?, ?, 0, 0, false, false, null, false, false)
        """,
        rows);
  }

  /// The user is a member no longer.
  public void remove(long chatId, long userId) {
    sql.update("delete from members where chat_id = ? and user_id = ?", chatId, userId);
  }

  public void setRole(long chatId, long userId, Role role) {
    sql.update(
        "update members set role = ? where chat_id = ? and user_id = ?",
        Stored.ROLES.indexOf(role),
        chatId,
        userId);
  }

  /// Who comes next after this member: of the highest role, and there the longest. Null where there
  /// is nobody else.
  public @Nullable MemberRow next(long chatId, long userId) {
    return sql.first(
        SELECT
            + "m.chat_id = ? and m.user_id <> ?"
            + " order by m.role, m.joined_time, m.joined_event_id, m.user_id limit 1",
        Members::row,
        chatId,
        userId);
  }

  /// Up to where any other member has read. Who has joined later and read nothing does not count.
  public long readByOthers(long chatId, long userId) {
    Long read =
        sql.first(
            """
            select read_message_id from members where chat_id = ? and user_id <> ?
            order by read_message_id desc limit 1
            """,
            row -> row.getLong(1),
            chatId,
            userId);
    return read == null ? 0 : read;
  }

  /// The membership; in a transaction that writes it stays as it is until that ends.
  public @Nullable MemberRow get(long chatId, long userId) {
    return sql.first(
        SELECT + "m.chat_id = ? and m.user_id = ?" + sql.lock("m"), Members::row, chatId, userId);
  }

  /// The chat's first members by user_id.
  public List<MemberRow> first(long chatId, int limit) {
    return after(chatId, 0, limit);
  }

  /// The chat's members after one of them by user_id.
  public List<MemberRow> after(long chatId, long userId, int limit) {
    return sql.list(
        SELECT + "m.chat_id = ? and m.user_id > ? order by m.user_id limit ?",
        Members::row,
        chatId,
        userId,
        limit);
  }

  /// All the members of these chats.
  public List<MemberRow> all(Collection<Long> chatIds) {
    return sql.list(
        "select "
            + COLUMNS
            + " from "
            + sql.dialect().keyTable("bigint")
            + """
             k cross join members m cross join users u
            where m.chat_id = k.k1 and u.id = m.user_id
            """,
        Members::row,
        sql.dialect().keys(chatIds.stream().map(List::of).toList()));
  }

  /// The memberships that there are, of these pairs of a chat and a user.
  public List<MemberRow> of(List<List<Long>> chatsAndUsers) {
    return of(chatsAndUsers, "");
  }

  /// As [#of], but without those that another transaction holds. The others stay as they are until
  /// this one ends.
  public List<MemberRow> freeOnes(List<List<Long>> chatsAndUsers) {
    return of(chatsAndUsers, sql.dialect().lockFreeRows("m"));
  }

  private List<MemberRow> of(List<List<Long>> chatsAndUsers, String how) {
    return sql.list(
        "select "
            + COLUMNS
            + " from "
            + sql.dialect().keyTable("bigint", "bigint")
            + """
             k cross join members m cross join users u
            where m.chat_id = k.k1 and m.user_id = k.k2 and u.id = m.user_id
            """
            + how,
        Members::row,
        sql.dialect().keys(chatsAndUsers));
  }

  /// Notes that these members, (chat_id, user_id), have sent something.
  public void setWrote(List<List<Long>> chatsAndUsers) {
    sql.updateEach(
        "update members set wrote = true where chat_id = ? and user_id = ?",
        chatsAndUsers.stream()
            .map(key -> new @Nullable Object[] {key.getFirst(), key.getLast()})
            .toList());
  }

  /// Moves the members' markers of what was delivered to them: of each the chat, the user, and up
  /// to where.
  public void setDelivered(List<Moves.Move> moves) {
    sql.updateEach(
        "update members set delivered_message_id = ? where chat_id = ? and user_id = ?",
        moves.stream()
            .map(move -> new @Nullable Object[] {move.messageId(), move.chatId(), move.userId()})
            .toList());
  }

  /// Moves the member's marker of what they have read, and of what was delivered to them.
  public void setMarkers(long chatId, long userId, long read, long delivered) {
    sql.update(
        """
        update members set read_message_id = ?, delivered_message_id = ?
        where chat_id = ? and user_id = ?
        """,
        read,
        delivered,
        chatId,
        userId);
  }

  /// Sets what the member has set for themselves.
  public void setSettings(long chatId, long userId, ChatSettings settings) {
    sql.update(
        """
        update members set muted_until = ?, pinned = ?, archived = ?,
          settings_changes = settings_changes + 1
        where chat_id = ? and user_id = ?
        """,
        settings.muted_until(),
        settings.pinned(),
        settings.archived(),
        chatId,
        userId);
  }

  /// The user's history of the chat ends here, and their settings of it (deleteChat).
  public void clear(long chatId, long userId, long firstEventId) {
    sql.update(
        """
        update members set first_event_id = ?, cleared = true, muted_until = null, pinned = false,
          archived = false, settings_changes = settings_changes + 1
        where chat_id = ? and user_id = ?
        """,
        firstEventId,
        chatId,
        userId);
  }

  public static MemberRow row(ResultSet row) throws SQLException {
    return new MemberRow(
        row.getLong("chat_id"),
        row.getLong("user_id"),
        row.getString("username"),
        row.getString("member_photo"),
        Stored.ROLES.get(row.getInt("role")),
        row.getLong("joined_time"),
        row.getLong("first_event_id"),
        row.getLong("joined_event_id"),
        Math.max(row.getLong("read_message_id"), row.getLong("joined_event_id")),
        row.getLong("delivered_message_id"),
        row.getBoolean("wrote"),
        row.getBoolean("cleared"),
        Stored.BARS.get(row.getInt("barred")),
        row.getLong("hidden_count"),
        new ChatSettings(
            Stored.number(row, "muted_until"),
            row.getBoolean("pinned"),
            row.getBoolean("archived")),
        row.getLong("settings_changes"),
        row.getLong("look_changes"));
  }
}
