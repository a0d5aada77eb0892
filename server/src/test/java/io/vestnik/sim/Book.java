package io.vestnik.sim;

import io.vestnik.model.Change;
import io.vestnik.model.ChatType;
import io.vestnik.model.Entry;
import io.vestnik.model.Event;
import io.vestnik.model.Message;
import io.vestnik.store.Tx;
import io.vestnik.table.ChatRow;
import io.vestnik.table.MemberRow;
import io.vestnik.table.Parts;
import io.vestnik.table.account.Account;
import io.vestnik.table.account.Profiles.ProfileRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// All that the servers have, whoever may see what of it. What has ended is not in it.
///
/// @param seats by chat and user
/// @param logs by chat; each message with its key
/// @param users also those that are deleted
/// @param blocks pairs of who blocks and who is blocked
/// @param photos which users have one
/// @param stored the photos that there are, of those that were asked about
record Book(
    Map<Long, ChatRow> chats,
    Map<Long, Map<Long, MemberRow>> seats,
    Map<Long, List<Entry>> logs,
    Map<Long, Account> users,
    Set<List<Long>> blocks,
    Map<Long, String> photos,
    Set<String> stored) {
  private static final int CHATS = 500;
  private static final int USERS = 100;

  /// As it is now.
  ///
  /// @param photos of users, of which it is to be looked whether they are there
  static Book of(Site site, Set<String> photos) {
    return Objects.requireNonNull(site.life()).server().store().read(tx -> read(tx, photos));
  }

  private static Book read(Tx tx, Set<String> photos) {
    Map<Long, ChatRow> chats = new TreeMap<>();
    chats(tx).forEach(chat -> chats.put(chat.id(), chat));
    Map<Long, Map<Long, MemberRow>> seats =
        tx.members().all(chats.keySet()).stream()
            .collect(
                Collectors.groupingBy(
                    MemberRow::chatId, Collectors.toMap(MemberRow::userId, Function.identity())));
    Map<Long, List<Entry>> logs = new HashMap<>();
    chats.values().forEach(chat -> logs.put(chat.id(), log(tx, chat)));
    Map<Long, Account> users =
        tx.accounts().accounts().after(0, USERS).stream()
            .collect(Collectors.toMap(Account::id, Function.identity()));
    Set<List<Long>> blocks = new HashSet<>();
    for (long user : users.keySet()) {
      tx.accounts()
          .blocks()
          .after(user, 0, USERS)
          .forEach(one -> blocks.add(List.of(user, one.user_id())));
    }
    Set<String> there =
        Stream.concat(photos.stream(), logs.values().stream().flatMap(Book::photos))
            .filter(id -> tx.photos().get(id, false) != null)
            .collect(Collectors.toSet());
    return new Book(chats, seats, logs, users, blocks, photos(tx, users.keySet()), there);
  }

  private static Map<Long, String> photos(Tx tx, Set<Long> users) {
    Map<Long, String> photos = new HashMap<>();
    for (long user : users) {
      ProfileRow profile = tx.accounts().profiles().byId(user);
      if (profile != null && profile.photoId() != null) {
        photos.put(user, profile.photoId());
      }
    }
    return photos;
  }

  private static List<ChatRow> chats(Tx tx) {
    return tx.chats().byIds(LongStream.rangeClosed(1, CHATS).boxed().toList());
  }

  /// The number of each chat's last entry.
  static Map<Long, Long> place(Tx tx) {
    return chats(tx).stream().collect(Collectors.toMap(ChatRow::id, ChatRow::lastEventId));
  }

  /// The photos that a group has ever had.
  static Stream<String> photos(List<Entry> log) {
    return log.stream()
        .map(entry ->
            entry.body() instanceof Event.ChatEdited edited
                    && edited.photo_id() instanceof Change.Set<String>(String id)
                ? id
                : null)
        .filter(Objects::nonNull);
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

  boolean isPersonal(long chatId) {
    return has(chatId) && !isGroup(chatId);
  }

  /// Whether it is the personal chat of these two.
  boolean isPersonal(long chatId, List<Long> pair) {
    return isPersonal(chatId)
        && seats.getOrDefault(chatId, Map.of()).keySet().equals(Set.copyOf(pair));
  }

  boolean isMember(long chatId, long userId) {
    return seats.getOrDefault(chatId, Map.of()).containsKey(userId);
  }

  /// Who shares the personal chat with the user; the user where it is of their notes.
  long other(long chatId, long userId) {
    return seats.getOrDefault(chatId, Map.of()).keySet().stream()
        .filter(one -> one != userId)
        .findAny()
        .orElse(userId);
  }

  boolean isDeleted(long userId) {
    Account account = users.get(userId);
    return account != null && account.deletedTime() != null;
  }

  /// Whether the name is the user's now.
  boolean isNow(Names.Told told) {
    Account account = users.get(told.userId());
    return account != null && account.username().equals(told.name());
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
