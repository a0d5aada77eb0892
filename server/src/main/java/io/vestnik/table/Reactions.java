package io.vestnik.table;

import io.vestnik.model.ReactionCount;
import io.vestnik.sql.Sql;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The table of reactions: at most one of each user to each message.
public final class Reactions {
  /// How many different reactions of a message are shown.
  private static final int MAX_SHOWN = 20;

  private final Sql sql;

  public Reactions(Sql sql) {
    this.sql = sql;
  }

  /// The user's reaction to the message, or null.
  public @Nullable String get(long chatId, long messageId, long userId) {
    return sql.first(
        "select reaction from reactions where chat_id = ? and message_id = ? and user_id = ?",
        row -> row.getString(1),
        chatId,
        messageId,
        userId);
  }

  /// Takes the user's reaction back.
  public void remove(long chatId, long messageId, long userId) {
    sql.update(
        "delete from reactions where chat_id = ? and message_id = ? and user_id = ?",
        chatId,
        messageId,
        userId);
  }

  /// A user's reaction.
  ///
  /// @param eventId the entry that tells of it
  public record Given(long chatId, long messageId, long userId, String reaction, long eventId) {}

  /// What the user has put to the messages of the chat from min to max, ascending.
  public List<Given> own(long chatId, long userId, long min, long max) {
    return sql.list(
        // Message by message: a large group has many reactions to each.
        """
        select r.message_id, r.reaction, r.event_id from entries e cross join reactions r
        where e.chat_id = ? and e.event_id between ? and ? and e.kind = 0
          and r.chat_id = e.chat_id and r.message_id = e.event_id and r.user_id = ?
        order by e.event_id
        """,
        row -> new Given(chatId, row.getLong(1), userId, row.getString(2), row.getLong(3)),
        chatId,
        min,
        max,
        userId);
  }

  /// Adds the reaction of a user who has none to the message.
  public void add(Given given) {
    sql.update(
        """
        insert into reactions (chat_id, message_id, user_id, reaction, event_id)
        values (?, ?, ?, ?, ?)
        """,
        given.chatId,
        given.messageId,
        given.userId,
        given.reaction,
        given.eventId);
  }

  /// Of each message of the chat from min to max that has any: the reactions most given, those that
  /// came first first among equals, and who gave each first.
  public Map<Long, List<ReactionCount>> of(long chatId, long min, long max) {
    Map<Long, List<ReactionCount>> all = new HashMap<>();
    sql.list(
        """
        select message_id, reaction, total, user_id, place from (
          select message_id, reaction, user_id, event_id,
            count(*) over (partition by message_id, reaction) as total,
            min(event_id) over (partition by message_id, reaction) as first_id,
            row_number() over (partition by message_id, reaction order by event_id) as place
          from reactions where chat_id = ? and message_id between ? and ?
        ) ranked
        where place <= 3 order by message_id, total desc, first_id, place
        """,
        row -> {
          List<ReactionCount> counts =
              all.computeIfAbsent(row.getLong("message_id"), _ -> new ArrayList<>());
          if (row.getInt("place") > 1 && counts.size() <= MAX_SHOWN) {
            counts.getLast().user_ids().add(row.getLong("user_id"));
          } else if (counts.size() <= MAX_SHOWN) {
            counts.add(
                new ReactionCount(
                    row.getString("reaction"),
                    row.getInt("total"),
                    new ArrayList<>(List.of(row.getLong("user_id")))));
          }
          return counts.size();
        },
        chatId,
        min,
        max);
    all.replaceAll((_, counts) -> counts.subList(0, Math.min(counts.size(), MAX_SHOWN)));
    return all;
  }
}
