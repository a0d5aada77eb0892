package io.vestnik.sim;

import io.vestnik.model.Entry;
import io.vestnik.model.Event;
import io.vestnik.model.Role;
import io.vestnik.table.MemberRow.Bar;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who has blocked whom, and which account is deleted, as far as what was asked and answered says;
/// and whether the logs have anything that is forbidden since. A place in the logs is the number of
/// each chat's last entry.
final class Bars {
  private final Map<List<Long>, Pair> pairs = new HashMap<>();
  private final List<Span> spans = new ArrayList<>();
  private final Map<Long, Map<Long, Long>> deleted = new HashMap<>();
  private @Nullable Long toBeDeleted;

  /// One who blocks and one who is blocked.
  private static final class Pair {
    /// How often it was asked to unblock, and how often nobody knows whether that is still to come.
    private int unblocks;

    private int doubts;

    /// From when on one is blocked for sure.
    private @Nullable Map<Long, Long> from;
  }

  /// A time in which the one was blocked for sure.
  ///
  /// @param until null for ever
  private record Span(List<Long> pair, Map<Long, Long> from, @Nullable Map<Long, Long> until) {}

  private Pair pair(long userId, long other) {
    return pairs.computeIfAbsent(List.of(userId, other), _ -> new Pair());
  }

  /// The user asks to block another.
  ///
  /// @return what [#blocked] is to be given; -1 where an unblocking may come later than this
  synchronized int block(long userId, long other) {
    Pair pair = pair(userId, other);
    return pair.doubts == 0 ? pair.unblocks : -1;
  }

  /// It was answered.
  ///
  /// @param since what [#block] has given
  /// @param place where the logs are now; null where nobody knows
  synchronized void blocked(long userId, long other, int since, @Nullable Map<Long, Long> place) {
    Pair pair = pair(userId, other);
    if (pair.from == null && pair.unblocks == since) {
      pair.from = place;
    }
  }

  /// The user is about to ask for the end of it.
  ///
  /// @param place where the logs are now; null where nobody knows
  synchronized void unblock(long userId, long other, @Nullable Map<Long, Long> place) {
    Pair pair = pair(userId, other);
    pair.unblocks++;
    pair.doubts++;
    if (pair.from != null && place != null) {
      spans.add(new Span(List.of(userId, other), pair.from, place));
    }
    pair.from = null;
  }

  /// It was answered, and so does not come later.
  synchronized void unblocked(long userId, long other) {
    pair(userId, other).doubts--;
  }

  /// An account is about to be deleted.
  synchronized void delete(long userId) {
    toBeDeleted = userId;
  }

  /// The account is deleted.
  ///
  /// @param place where the logs are now; null where nobody knows
  synchronized void deleted(long userId, @Nullable Map<Long, Long> place) {
    if (place != null) {
      deleted.put(userId, place);
    }
  }

  /// Whether somebody has asked to block the user.
  synchronized boolean mayBeBlocked(long userId) {
    return pairs.keySet().stream().anyMatch(pair -> pair.getLast() == userId);
  }

  /// Whether the one has asked to block the user.
  synchronized boolean mayBeBlocked(long byUser, long userId) {
    return pairs.containsKey(List.of(byUser, userId));
  }

  /// Whether an account may be deleted; null: any at all.
  synchronized boolean mayBeDeleted(@Nullable Long userId) {
    return toBeDeleted != null && (userId == null || userId.equals(toBeDeleted));
  }

  /// All that is wrong with what the servers have.
  synchronized List<String> check(Book book) {
    List<String> wrong = new ArrayList<>();
    List<Span> all = new ArrayList<>(spans);
    pairs.forEach((key, pair) -> {
      if (pair.from != null) {
        all.add(new Span(key, pair.from, null));
        boolean gone = book.isDeleted(key.getFirst()) || book.isDeleted(key.getLast());
        if (!gone && !book.blocks().contains(key)) {
          wrong.add("that " + key + " was blocked was answered, and is so no more");
        }
      }
    });
    book.logs()
        .values()
        .forEach(log ->
            log.forEach(entry -> {
              all.stream()
                  .filter(span -> isIn(span, entry) && isKept(book, span.pair, entry))
                  .forEach(span -> wrong.add(span.pair + " was blocked, and there is " + entry));
              deleted.forEach((userId, from) -> {
                boolean since = entry.event_id() > from.getOrDefault(entry.chat_id(), 0L);
                if (since && isOfDeleted(book, userId, entry)) {
                  wrong.add(userId + " was deleted since " + from + ", and there is " + entry);
                }
              });
            }));
    wrong.addAll(rows(book));
    return wrong;
  }

  private static boolean isIn(Span span, Entry entry) {
    long chatId = entry.chat_id();
    boolean before = span.until == null || entry.event_id() <= span.until.getOrDefault(chatId, 0L);
    return before && entry.event_id() > span.from.getOrDefault(chatId, 0L);
  }

  // What the blocked cannot do to who blocks them.
  private static boolean isKept(Book book, List<Long> pair, Entry entry) {
    if (!Objects.equals(entry.from_id(), pair.getLast())) {
      return false;
    }
    boolean theirs = book.isPersonal(entry.chat_id(), pair);
    return switch (entry.body()) {
      case Event.MessageSent _, Event.MessageEdited _, Event.Reaction _, Event.MessagePinned _ ->
          theirs;
      case Event.ChatCreated made -> made.userIds().contains(pair.getFirst());
      case Event.MemberAdded added -> added.userIds().contains(pair.getFirst());
      case Event.MessageHidden _,
          Event.MessagesDeleted _,
          Event.ChatEdited _,
          Event.MemberRemoved _,
          Event.RoleChanged _ ->
          false;
    };
  }

  // What neither a deleted account does nor anybody to it.
  private static boolean isOfDeleted(Book book, long userId, Entry entry) {
    boolean own = Objects.equals(entry.from_id(), userId);
    boolean personal = book.isPersonal(entry.chat_id()) && book.isMember(entry.chat_id(), userId);
    return switch (entry.body()) {
      case Event.MessageSent _, Event.MessageEdited _, Event.Reaction _, Event.MessagePinned _ ->
          own || personal;
      case Event.ChatCreated made -> made.userIds().contains(userId);
      case Event.MemberAdded added -> own || added.userIds().contains(userId);
      case Event.MessageHidden _, Event.MessagesDeleted _, Event.ChatEdited _ -> own;
      // It hands its groups over, and leaves them.
      case Event.RoleChanged changed -> own && changed.role() != Role.OWNER;
      case Event.MemberRemoved gone ->
          own
              && (gone.user_id() != userId
                  || gone.reason() != Event.MemberRemoved.Departure.DELETED_ACCOUNT);
    };
  }

  // What keeps the members of a personal chat from writing is as the accounts have it.
  private static List<String> rows(Book book) {
    List<String> wrong = new ArrayList<>();
    book.seats()
        .forEach((chatId, seats) -> {
          Set<Long> users = seats.keySet();
          if (!book.isGroup(chatId)) {
            seats.forEach((userId, seat) -> {
              long other = book.other(chatId, userId);
              Bar due =
                  book.isDeleted(other)
                      ? Bar.ACCOUNT_DELETED
                      : book.blocks().contains(List.of(other, userId)) ? Bar.BLOCKED : Bar.NONE;
              if (!book.isDeleted(userId) && seat.bar() != due) {
                wrong.add(
                    "chat %d, user %d: %s, not %s".formatted(chatId, userId, seat.bar(), due));
              }
            });
          } else {
            users.stream()
                .filter(book::isDeleted)
                .forEach(one -> wrong.add("chat " + chatId + " has a deleted member, " + one));
          }
        });
    return wrong;
  }
}
