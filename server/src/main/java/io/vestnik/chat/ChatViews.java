package io.vestnik.chat;

import io.vestnik.model.Chat;
import io.vestnik.model.ChatMember;
import io.vestnik.model.ChatType;
import io.vestnik.store.Tx;
import io.vestnik.table.ChatRow;
import io.vestnik.table.Chats;
import io.vestnik.table.MemberRow;
import io.vestnik.table.Shown;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Chats as one member sees them (protocol §4): what the table has of each, and what must be looked
/// up for all of them together.
public final class ChatViews {
  private static final int MAX_MEMBERS_SHOWN = 20;
  private static final int MAX_TEXT = 256;
  private static final int MAX_UNREAD = 1000;

  private final Tx tx;
  private final long viewerId;
  private final Map<Long, Shown.Person> others;
  private final Map<Long, Shown.Last> lastMessages;
  private final Map<Long, List<Long>> pins;

  private ChatViews(Tx tx, List<Chats.Listed> listed, long viewerId) {
    this.tx = tx;
    this.viewerId = viewerId;
    others =
        byChat(
            tx.shown()
                .others(
                    listed.stream()
                        .map(Chats.Listed::chat)
                        .filter(chat -> chat.type() == ChatType.PERSONAL)
                        .map(ChatRow::id)
                        .toList(),
                    viewerId),
            Shown.Person::chatId);
    lastMessages =
        byChat(
            tx.shown()
                .messages(
                    listed.stream()
                        .filter(ChatViews::hasMessage)
                        .map(l -> List.of(l.chat().id(), l.shownMessageId()))
                        .toList(),
                    MAX_TEXT),
            Shown.Last::chatId);
    pins = tx.pins().shown(listed.stream().map(l -> l.chat().id()).toList(), viewerId);
  }

  private static <T> Map<Long, T> byChat(List<T> all, Function<T, Long> chatId) {
    return all.stream().collect(Collectors.toMap(chatId, Function.identity()));
  }

  /// The chats, in the order given.
  static List<Chat> of(Tx tx, List<Chats.Listed> listed, long viewerId) {
    ChatViews views = new ChatViews(tx, listed, viewerId);
    return listed.stream().map(l -> views.view(l.chat(), l.member())).toList();
  }

  /// The chat as the user sees it now, or null where they are no member.
  public static @Nullable Chat one(Tx tx, long chatId, long userId) {
    Chats.Listed listed = tx.chats().forMember(chatId, userId);
    return listed == null ? null : of(tx, List.of(listed), userId).getFirst();
  }

  private static boolean hasMessage(Chats.Listed listed) {
    return listed.shownMessageId() >= listed.member().firstEventId();
  }

  private Chat view(ChatRow chat, MemberRow own) {
    Shown.Person self = Shown.Person.of(own);
    Shown.Person other = others.get(chat.id());
    Shown.Person named = other == null ? self : other;
    Shown.Last last = lastMessages.get(chat.id());
    int unread = unread(tx, chat, own);
    return new Chat(
        chat.id(),
        members(chat, self, other),
        chat.memberCount(),
        chat.name() != null ? chat.name() : named.username(),
        chat.type(),
        chat.type() == ChatType.GROUP ? chat.photoId() : named.photoId(),
        chat.about(),
        chat.createdTime(),
        last == null ? null : last.time(),
        last == null ? null : last.start(),
        last == null ? null : last.contentType(),
        last == null ? null : last.fromName(),
        last == null ? null : last.messageId(),
        chat.lastEventId(),
        own.firstEventId(),
        unread,
        unread == 0 ? 0 : tx.mentions().unread(own, marker(own), MAX_UNREAD),
        own.readMessageId(),
        readByOthers(chat, other),
        pinned(own),
        null,
        own.role(),
        chat.permissions(),
        own.settings(),
        revision(chat, own, named));
  }

  // The first of them by user_id.
  private List<ChatMember> members(ChatRow chat, Shown.Person self, Shown.@Nullable Person other) {
    List<Shown.Person> people =
        chat.type() == ChatType.GROUP
            ? tx.shown().firstPeople(chat.id(), MAX_MEMBERS_SHOWN)
            : other == null
                ? List.of(self)
                : other.userId() < viewerId ? List.of(other, self) : List.of(self, other);
    return people.stream()
        .map(m -> new ChatMember(m.userId(), m.username(), m.photoId(), m.role()))
        .toList();
  }

  // Each of these only ever grows, and one of them with each change that `chatChanged` tells of.
  private static long revision(ChatRow chat, MemberRow own, Shown.Person named) {
    long looks = chat.type() == ChatType.GROUP ? 0 : named.lookChanges();
    long ofMember = own.readMessageId() + own.hiddenCount() + own.settingsChanges();
    return chat.lastEventId() + ofMember + looks;
  }

  /// How many messages the member has not read; 1000 means more than 999.
  static int unread(Tx tx, ChatRow chat, MemberRow own) {
    long above = marker(own);
    return chat.lastMessageId() > above ? tx.logView().unread(own, above, MAX_UNREAD) : 0;
  }

  // What lies up to here is read, or does not exist for them.
  private static long marker(MemberRow own) {
    return Math.max(own.readMessageId(), own.firstEventId() - 1);
  }

  private List<Long> pinned(MemberRow own) {
    return pins.getOrDefault(own.chatId(), List.of()).stream()
        .filter(id -> id >= own.firstEventId())
        .toList();
  }

  private long readByOthers(ChatRow chat, Shown.@Nullable Person other) {
    if (chat.type() == ChatType.GROUP) {
      return tx.members().readByOthers(chat.id(), viewerId);
    }
    return other == null ? 0 : other.readMessageId();
  }
}
