package io.vestnik.table;

import io.vestnik.model.Clock;
import io.vestnik.model.Entry;
import io.vestnik.model.Event;
import io.vestnik.model.Forwarded;
import io.vestnik.model.Message;
import io.vestnik.sql.Sql;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/// The chats' logs: each numbered 1, 2, 3 … without a gap. What is appended is told to others after
/// the commit; there is no other way to tell it.
public final class Log {
  private final Sql sql;
  private final Clock clock;
  private final Consumer<Entry> told;

  public Log(Sql sql, Clock clock, Consumer<Entry> told) {
    this.sql = sql;
    this.clock = clock;
    this.told = told;
  }

  /// Appends an event that is no message as the chat's next entry. The row must have been read in
  /// this transaction, and after any earlier entry.
  public Entry append(ChatRow chat, @Nullable Long fromId, Event event) {
    return append(chat, fromId, _ -> event);
  }

  /// The same, with an event that is made of its entry's time.
  public Entry append(ChatRow chat, @Nullable Long fromId, LongFunction<Event> made) {
    long id = chat.lastEventId() + 1;
    long time = timeAfter(chat.lastEventTime());
    Event event = made.apply(time);
    sql.update(
        """
        insert into entries (chat_id, event_id, kind, from_id, erased, event_time, body)
        values (?, ?, ?, ?, false, ?, ?)
        """,
        chat.id(),
        id,
        Bodies.kind(event),
        fromId,
        time,
        Bodies.write(event));
    advance(List.of(new Step(chat, id, time, chat.lastMessageId(), chat.lastMessageTime())));
    Entry entry = Entry.of(chat.id(), id, time, fromId, event);
    told.accept(entry);
    return entry;
  }

  /// The time of an entry: now, but never below the one before.
  public long timeAfter(long before) {
    return Math.max(clock.millis(), before);
  }

  /// A message with its number, to be added.
  public record Numbered(Message message, byte @Nullable [] contentHash) {}

  public void addMessages(List<Numbered> numbered) {
    List<@Nullable Object[]> rows = new ArrayList<>(numbered.size());
    for (Numbered one : numbered) {
      Message m = one.message;
      Forwarded forwarded = m.forwarded_from();
      rows.add(
          new @Nullable Object[] {
            m.chat_id(),
            m.message_id(),
            Stored.MESSAGE,
            m.from_id(),
            m.content_time(),
            m.content_type().word(),
            m.content(),
            m.reply_to(),
            forwarded == null ? null : forwarded.user_id(),
            EntryRows.stored(m.mentions()),
            m.client_message_id(),
            one.contentHash,
          });
    }
    sql.updateEach(
        """
        insert into entries (chat_id, event_id, kind, from_id, erased, event_time, content_type,
          content, reply_to, forwarded_from, mentions, client_message_id, content_hash)
        values (?, ?, ?, ?, false, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        rows);
    for (Numbered one : numbered) {
      Message m = one.message;
      told.accept(
          Entry.of(
              m.chat_id(),
              m.message_id(),
              m.content_time(),
              m.from_id(),
              new Event.MessageSent(m)));
    }
  }

  /// How far a chat's log has grown in this transaction.
  public record Step(
      ChatRow from,
      long lastEventId,
      long lastEventTime,
      long lastMessageId,
      long lastMessageTime) {}

  // Each update must find the number it was counted from: two numberings can never overlap.
  public void advance(Collection<Step> steps) {
    List<@Nullable Object[]> rows = new ArrayList<>(steps.size());
    for (Step step : steps) {
      rows.add(
          new @Nullable Object[] {
            step.lastEventId,
            step.lastEventTime,
            step.lastMessageId,
            step.lastMessageTime,
            step.from.id(),
            step.from.lastEventId(),
          });
    }
    sql.updateEach(
        """
        update chats set last_event_id = ?, last_event_time = ?, last_message_id = ?,
          last_message_time = ?
        where id = ? and last_event_id = ?
        """,
        rows);
  }

  /// An earlier message found by its sender's key.
  public record Earlier(
      long chatId,
      long fromId,
      String clientMessageId,
      byte @Nullable [] contentHash,
      long eventId,
      long eventTime) {}

  /// The messages that have these keys: (chat_id, from_id, client_message_id).
  public List<Earlier> earlier(List<List<Object>> keys) {
    return sql.list(
        """
        select e.chat_id, e.from_id, e.client_message_id, e.content_hash, e.event_id,
          e.event_time
        from
        """
            + sql.dialect().keyTable("bigint", "bigint", "text")
            + """
             k cross join entries e
            where e.chat_id = k.k1 and e.from_id = k.k2 and e.client_message_id = k.k3
            """,
        row ->
            new Earlier(
                row.getLong(1),
                row.getLong(2),
                row.getString(3),
                row.getBytes(4),
                row.getLong(5),
                row.getLong(6)),
        sql.dialect().keys(keys));
  }

  /// Which of these (chat_id, message_id, user_id) are messages that are not erased, and that the
  /// user has not hidden.
  public List<List<Long>> existing(List<List<Long>> chatsMessagesAndUsers) {
    return sql.list(
        "select k.k1, k.k2, k.k3 from "
            + sql.dialect().keyTable("bigint", "bigint", "bigint")
            + """
             k cross join entries e
            where e.chat_id = k.k1 and e.event_id = k.k2 and e.kind = 0 and not e.erased
              and not exists (select 1 from hidden h
                where h.chat_id = k.k1 and h.user_id = k.k3 and h.message_id = k.k2)
            """,
        row -> List.of(row.getLong(1), row.getLong(2), row.getLong(3)),
        sql.dialect().keys(chatsMessagesAndUsers));
  }

  /// When an entry was made.
  public record At(long chatId, long eventTime) {}

  /// When these entries, (chat_id, event_id), were made.
  public List<At> times(List<List<Long>> chatsAndEntries) {
    return sql.list(
        "select e.chat_id, e.event_time from "
            + sql.dialect().keyTable("bigint", "bigint")
            + " k cross join entries e where e.chat_id = k.k1 and e.event_id = k.k2",
        row -> new At(row.getLong(1), row.getLong(2)),
        sql.dialect().keys(chatsAndEntries));
  }

  /// How many of these entries, (chat_id, event_id, event_time), there are.
  public long count(List<List<Long>> entries) {
    return sql.number(
        "select count(*) from "
            + sql.dialect().keyTable("bigint", "bigint", "bigint")
            + " k cross join entries e where e.chat_id = k.k1 and e.event_id = k.k2"
            + " and e.event_time = k.k3",
        sql.dialect().keys(entries));
  }

  /// Parts of the logs of several chats.
  public Parts parts() {
    return new Parts(sql);
  }
}
