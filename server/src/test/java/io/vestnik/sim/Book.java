package io.vestnik.sim;

import io.vestnik.model.ChatType;
import io.vestnik.model.Entry;
import io.vestnik.model.Event;
import io.vestnik.model.Message;
import io.vestnik.store.Tx;
import io.vestnik.table.ChatRow;
import io.vestnik.table.MemberRow;
import io.vestnik.table.Parts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// All that the servers have, whoever may see what of it. What has ended is not in it.
///
/// @param logs by chat; each message with its key
record Book(Map<Long, ChatRow> chats, Map<Long, Set<Long>> members, Map<Long, List<Entry>> logs) {
  private static final int CHATS = 500;

  /// As it is now.
  static Book of(Site site) {
    return Objects.requireNonNull(site.life()).server().store().read(Book::read);
  }

  private static Book read(Tx tx) {
    Map<Long, ChatRow> chats = new TreeMap<>();
    List<Long> all = LongStream.rangeClosed(1, CHATS).boxed().toList();
    tx.chats().byIds(all).forEach(chat -> chats.put(chat.id(), chat));
    Map<Long, Set<Long>> members =
        tx.members().all(chats.keySet()).stream()
            .collect(
                Collectors.groupingBy(
                    MemberRow::chatId, Collectors.mapping(MemberRow::userId, Collectors.toSet())));
    Map<Long, List<Entry>> logs = new HashMap<>();
    chats.values().forEach(chat -> logs.put(chat.id(), log(tx, chat)));
    return new Book(chats, members, logs);
  }

  private static List<Entry> log(Tx tx, ChatRow chat) {
    List<Entry> log = new ArrayList<>();
    while (log.size() < chat.lastEventId()) {
      long from = log.size() + 1L;
      List<Entry> part =
          tx.log().parts().read(List.of(new Parts.Part(chat.id(), from, chat.lastEventId())));
      if (part.isEmpty()) {
        return log;
      }
      log.addAll(part);
    }
    return log;
  }

  boolean has(long chatId) {
    return chats.containsKey(chatId);
  }

  boolean isGroup(long chatId) {
    ChatRow chat = chats.get(chatId);
    return chat != null && chat.type() == ChatType.GROUP;
  }

  boolean isMember(long chatId, long userId) {
    return members.getOrDefault(chatId, Set.of()).contains(userId);
  }

  /// The entry; null where the chat has ended or has none of that number.
  @Nullable Entry entry(long chatId, long eventId) {
    List<Entry> log = logs.getOrDefault(chatId, List.of());
    return eventId >= 1 && eventId <= log.size() ? log.get((int) eventId - 1) : null;
  }

  /// The messages of this sender with that key: one or none, if all is well.
  List<Message> sent(long chatId, long userId, String key) {
    return logs.getOrDefault(chatId, List.of()).stream()
        .map(entry -> entry.body() instanceof Event.MessageSent(Message message) ? message : null)
        .filter(Objects::nonNull)
        .filter(m -> Objects.equals(m.from_id(), userId) && key.equals(m.client_message_id()))
        .toList();
  }

  /// The entry by which the user last went from the group; null where they never did.
  @Nullable Entry lastRemoval(long chatId, long userId) {
    Entry last = null;
    for (Entry entry : logs.getOrDefault(chatId, List.of())) {
      if (entry.body() instanceof Event.MemberRemoved gone && gone.user_id() == userId) {
        last = entry;
      }
    }
    return last;
  }

  /// Whether the user has ever left the group by themselves.
  boolean hasLeft(long chatId, long userId) {
    return logs.getOrDefault(chatId, List.of()).stream()
        .anyMatch(entry ->
            entry.body() instanceof Event.MemberRemoved gone
                && gone.user_id() == userId
                && gone.reason() == Event.MemberRemoved.Departure.LEFT);
  }
}
