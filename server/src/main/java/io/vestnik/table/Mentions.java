package io.vestnik.table;

import io.vestnik.model.Mention;
import io.vestnik.model.Message;
import io.vestnik.sql.Sql;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The table of who is mentioned in which message; that the sender is, is not in it.
public final class Mentions {
  private final Sql sql;

  public Mentions(Sql sql) {
    this.sql = sql;
  }

  /// A place in a text that may be somebody's `@username`.
  ///
  /// @param offset of the `@`, in code points
  /// @param spellings what the name may be, the longest first
  public record Candidate(int offset, List<Spelling> spellings) {}

  /// One reading of a candidate.
  ///
  /// @param length with the `@`, in code points
  /// @param key by which the name is looked up
  public record Spelling(int length, String key) {}

  /// A name that a chat is asked for.
  public record Sought(long chatId, String key) {}

  /// What names these candidates may be, in that chat.
  public static Stream<Sought> sought(long chatId, List<Candidate> candidates) {
    return candidates.stream()
        .flatMap(candidate -> candidate.spellings.stream())
        .map(spelling -> new Sought(chatId, spelling.key));
  }

  /// Whose names these are, as far as they are members of the chat.
  public Map<Sought, Long> members(Set<Sought> names) {
    Map<Sought, Long> found = new HashMap<>();
    if (!names.isEmpty()) {
      sql.list(
          "select k.k1, k.k2, u.id from "
              + sql.dialect().keyTable("bigint", "text")
              + """
               k cross join users u cross join members m
              where u.username_key = k.k2 and m.chat_id = k.k1 and m.user_id = u.id
              """,
          row -> found.put(new Sought(row.getLong(1), row.getString(2)), row.getLong(3)),
          sql.dialect().keys(names.stream().map(one -> List.of(one.chatId, one.key)).toList()));
    }
    return found;
  }

  /// The mentions in a text, or null where there are none: of each candidate its longest reading
  /// that is a member's name.
  public static @Nullable List<Mention> resolved(
      long chatId, List<Candidate> candidates, Map<Sought, Long> members) {
    List<Mention> mentions = new ArrayList<>();
    for (Candidate candidate : candidates) {
      for (Spelling spelling : candidate.spellings) {
        Long userId = members.get(new Sought(chatId, spelling.key));
        if (userId != null) {
          mentions.add(new Mention(candidate.offset, spelling.length, userId));
          break;
        }
      }
    }
    return mentions.isEmpty() ? null : List.copyOf(mentions);
  }

  /// Notes whom these messages mention.
  public void add(List<Message> messages) {
    insert(messages.stream().flatMap(one -> rows(one, one.mentions())).toList());
  }

  /// Notes whom the message mentions, as it is now.
  public void add(Message message, @Nullable List<Mention> mentions) {
    insert(rows(message, mentions).toList());
  }

  private static Stream<@Nullable Object[]> rows(
      Message message, @Nullable List<Mention> mentions) {
    return (mentions == null ? List.<Mention>of() : mentions)
        .stream()
            .map(Mention::user_id)
            .distinct()
            .filter(userId -> !userId.equals(message.from_id()))
            .map(
                userId -> new @Nullable Object[] {message.chat_id(), userId, message.message_id()});
  }

  private void insert(List<@Nullable Object[]> rows) {
    if (!rows.isEmpty()) {
      sql.updateEach("insert into mentions (chat_id, user_id, message_id) values (?, ?, ?)", rows);
    }
  }

  /// Forgets whom the message mentions.
  public void remove(long chatId, long messageId) {
    sql.update("delete from mentions where chat_id = ? and message_id = ?", chatId, messageId);
  }

  /// How many messages above a number, not hidden, mention the member; counts to `most` at most.
  public int unread(MemberRow member, long above, int most) {
    return Math.toIntExact(
        sql.number(
            """
            select count(*) from (select 1 from mentions n
              where n.chat_id = ? and n.user_id = ? and n.message_id > ?
                and not exists (select 1 from hidden h where h.chat_id = n.chat_id
                  and h.user_id = n.user_id and h.message_id = n.message_id)
              limit ?) counted
            """,
            member.chatId(),
            member.userId(),
            above,
            most));
  }
}
