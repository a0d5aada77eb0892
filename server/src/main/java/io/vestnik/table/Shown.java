package io.vestnik.table;

import io.vestnik.model.ContentType;
import io.vestnik.model.Role;
import io.vestnik.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a list of chats shows beside the chats' own rows, and no more than that: a user may have a
/// thousand chats, and reading the columns is most of what the list costs.
public final class Shown {
  private static final String PERSON =
      """
      select m.chat_id, m.user_id, u.username, u.photo_id, m.role, m.read_message_id,
        m.joined_event_id, u.look_changes
      from
      """;

  private final Sql sql;

  public Shown(Sql sql) {
    this.sql = sql;
  }

  /// A member as the others see them.
  ///
  /// @param readMessageId up to where they have read
  /// @param lookChanges how often they have changed their name or photo
  public record Person(
      long chatId,
      long userId,
      String username,
      @Nullable String photoId,
      Role role,
      long readMessageId,
      long lookChanges) {
    /// The member of that row.
    public static Person of(MemberRow member) {
      return new Person(
          member.chatId(),
          member.userId(),
          member.username(),
          member.photoId(),
          member.role(),
          member.readMessageId(),
          member.lookChanges());
    }
  }

  /// All the members of these chats but the user.
  public List<Person> others(Collection<Long> chatIds, long userId) {
    return sql.list(
        PERSON
            + sql.dialect().keyTable("bigint")
            + """
             k cross join members m cross join users u
            where m.chat_id = k.k1 and m.user_id <> ? and u.id = m.user_id
            """,
        Shown::person,
        sql.dialect().keys(chatIds.stream().map(List::of).toList()),
        userId);
  }

  /// The chat's first members by user_id.
  public List<Person> firstPeople(long chatId, int limit) {
    return sql.list(
        PERSON
            + """
            members m join users u on u.id = m.user_id
            where m.chat_id = ? order by m.user_id limit ?
            """,
        Shown::person,
        chatId,
        limit);
  }

  private static Person person(ResultSet row) throws SQLException {
    return new Person(
        row.getLong(1),
        row.getLong(2),
        row.getString(3),
        row.getString(4),
        Stored.ROLES.get(row.getInt(5)),
        Math.max(row.getLong(6), row.getLong(7)),
        row.getLong(8));
  }

  /// A message as a list of chats shows it.
  ///
  /// @param start of its content, in so many characters as were asked for
  /// @param fromName the sender's; null where they are gone
  public record Last(
      long chatId,
      long messageId,
      String start,
      ContentType contentType,
      long time,
      @Nullable String fromName) {}

  /// The messages that have these (chat_id, message_id), hidden or not, in no order.
  ///
  /// @param length how many characters (code points) of each
  public List<Last> messages(List<List<Long>> chatsAndMessages, int length) {
    return sql.list(
        """
        select e.chat_id, e.event_id, substr(e.content, 1, ?), e.content_type, e.event_time,
          u.username
        from
        """
            + sql.dialect().keyTable("bigint", "bigint")
            + """
             k cross join entries e left join users u on u.id = e.from_id
            where e.chat_id = k.k1 and e.event_id = k.k2 and e.kind = 0
            """,
        row ->
            new Last(
                row.getLong(1),
                row.getLong(2),
                row.getString(3),
                Stored.contentType(row.getString(4)),
                row.getLong(5),
                row.getString(6)),
        length,
        sql.dialect().keys(chatsAndMessages));
  }
}
