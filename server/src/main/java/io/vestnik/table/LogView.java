package io.vestnik.table;

import io.vestnik.model.Entry;
import io.vestnik.model.Message;
import io.vestnik.sql.Sql;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The logs as their members see them (protocol §5, §7): messages as they now are, edits as they
/// were, and what a member has hidden from themselves left out or named as hidden.
public final class LogView {
  // Where the key is null nothing is looked up: who has hidden nothing is nobody here. What is
  // hidden
  // is a message with all that it has said since.
  private static final String HIDDEN =
      """
      left join hidden h on h.chat_id = e.chat_id and h.user_id = ?
        and h.message_id = case e.kind when 0 then e.event_id when 2 then v.message_id end
      """;

  static final String NOT_HIDDEN =
      """
      and not exists (select 1 from hidden h
        where h.chat_id = e.chat_id and h.user_id = ? and h.message_id = e.event_id)
      """;

  private static final int OWN_AT_ONCE = 200;

  private final Sql sql;

  public LogView(Sql sql) {
    this.sql = sql;
  }

  // Null where there is nothing to look for.
  private static @Nullable Long hider(MemberRow member) {
    return member.hiddenCount() == 0 ? null : member.userId();
  }

  /// The chat's entries from a number on, as the member sees them.
  public List<Entry> entries(MemberRow member, long min, int limit) {
    List<Entry> entries =
        sql.listUpTo(
            EntryRows.ENOUGH_TEXT,
            EntryRows::length,
            "select e.kind, e.body, h.message_id as hidden_id, "
                + EntryRows.EDIT_COLUMNS
                + EntryRows.COLUMNS
                + " from entries e "
                + EntryRows.NAMES
                + EntryRows.EDITS
                + HIDDEN
                + "where e.chat_id = ? and e.event_id >= ? order by e.event_id limit ?",
            row -> EntryRows.entry(row, member.userId()).seenFrom(member.firstEventId()),
            hider(member),
            member.chatId(),
            min,
            limit);
    return named(sql, entries);
  }

  static List<Entry> named(Sql sql, List<Entry> entries) {
    List<Long> ids = entries.stream().flatMap(e -> e.body().userIds().stream()).toList();
    if (ids.isEmpty()) {
      return entries;
    }
    Map<Long, String> names = new Users(sql).names(ids);
    return entries.stream()
        .map(e ->
            Entry.of(e.chat_id(), e.event_id(), e.event_time(), e.from_id(), e.body().named(names)))
        .toList();
  }

  /// The chat's messages from min to max, both inclusive: the lowest of them, ascending.
  public List<Message> messagesFrom(MemberRow member, long min, long max, int limit) {
    return messages(member, "order by e.event_id limit ?", min, max, limit);
  }

  /// The same, but the highest of them, descending.
  public List<Message> messagesUpTo(MemberRow member, long min, long max, int limit) {
    return messages(member, "order by e.event_id desc limit ?", min, max, limit);
  }

  private List<Message> messages(MemberRow member, String order, long min, long max, int limit) {
    return sql.listUpTo(
        EntryRows.ENOUGH_TEXT,
        message -> message.content().length(),
        "select "
            + EntryRows.COLUMNS
            + " from entries e "
            + EntryRows.NAMES
            + "where e.chat_id = ? and e.event_id between ? and ? and e.kind = 0 "
            + NOT_HIDDEN
            + order,
        row -> EntryRows.message(row, member.userId()),
        member.chatId(),
        min,
        max,
        hider(member),
        limit);
  }

  /// One message, erased or not, or null where it does not exist for the member.
  public @Nullable Message message(MemberRow member, long messageId) {
    if (messageId < member.firstEventId()) {
      return null;
    }
    List<Message> found = messages(member, "limit ?", messageId, messageId, 1);
    return found.isEmpty() ? null : found.getFirst();
  }

  /// A user's own messages, and where to read on: above `max` where there is no more up to there.
  public record Own(List<Message> messages, long next) {}

  /// What the user has sent into the chat from min to max and is still there, whether they see it
  /// or not: the lowest.
  public Own own(long chatId, long userId, long min, long max) {
    List<Message> found =
        sql.listUpTo(
            EntryRows.ENOUGH_TEXT,
            message -> message.content().length(),
            "select "
                + EntryRows.COLUMNS
                + " from entries e "
                + EntryRows.NAMES
                + """
                where e.chat_id = ? and e.event_id between ? and ? and e.kind = 0
                  and e.from_id = ? and not e.erased
                order by e.event_id limit ?
                """,
            row -> EntryRows.message(row, userId),
            chatId,
            min,
            max,
            userId,
            OWN_AT_ONCE);
    int text = found.stream().mapToInt(message -> message.content().length()).sum();
    boolean mayBeMore = found.size() == OWN_AT_ONCE || text >= EntryRows.ENOUGH_TEXT;
    return new Own(found, mayBeMore ? found.getLast().message_id() + 1 : max + 1);
  }

  /// How many messages of others, neither erased nor hidden, lie above a number; counts to `most`
  /// at most.
  public int unread(MemberRow member, long above, int most) {
    return Math.toIntExact(
        sql.number(
            """
            select count(*) from (select 1 from entries e
              where e.chat_id = ? and e.event_id > ? and e.kind = 0 and e.from_id <> ?
                and not e.erased
            """
                + NOT_HIDDEN
                + "limit ?) counted",
            member.chatId(),
            above,
            member.userId(),
            hider(member),
            most));
  }
}
