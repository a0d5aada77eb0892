package io.vestnik.sim;

import io.vestnik.model.Chat;
import io.vestnik.model.ChatMember;
import io.vestnik.model.ChatType;
import io.vestnik.model.Entry;
import io.vestnik.model.Event;
import io.vestnik.model.Forwarded;
import io.vestnik.model.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The names that users have asked for in a run; and what is shown, apart from names and photos:
/// these are as they were when it was read (protocol §4, §5).
final class Names {
  private final Map<Long, Set<String>> asked = new ConcurrentHashMap<>();

  /// A name that is shown as a user's.
  record Told(long userId, @Nullable String name) {}

  /// The user is to be called so, if that can be.
  void ask(long userId, String name) {
    asked.computeIfAbsent(userId, _ -> ConcurrentHashMap.newKeySet()).add(name);
  }

  /// Whether it may be, or have been, the user's name.
  boolean mayBe(Told told) {
    return told.name != null && asked.getOrDefault(told.userId, Set.of()).contains(told.name);
  }

  /// Whether it may be, or have been, somebody else's.
  boolean mayBeAnothers(long userId, String name) {
    return asked.entrySet().stream()
        .anyMatch(one -> one.getKey() != userId && one.getValue().contains(name));
  }

  /// The names that the entry tells.
  static List<Told> of(Entry entry) {
    return switch (entry.body()) {
      case Event.MessageSent(Message message) -> of(message);
      case Event.ChatCreated created -> ofNamed(created.members());
      case Event.MemberAdded added -> ofNamed(added.members());
      case Event.MessageHidden _,
          Event.MessageEdited _,
          Event.MessagesDeleted _,
          Event.Reaction _,
          Event.MessagePinned _,
          Event.ChatEdited _,
          Event.MemberRemoved _,
          Event.RoleChanged _ ->
          List.of();
    };
  }

  /// The names that the message tells.
  static List<Told> of(Message message) {
    List<Told> told = new ArrayList<>();
    Long from = message.from_id();
    if (from != null) {
      told.add(new Told(from, message.from_name()));
    }
    Forwarded forwarded = message.forwarded_from();
    if (forwarded != null) {
      told.add(new Told(forwarded.user_id(), forwarded.username()));
    }
    return told;
  }

  private static List<Told> ofNamed(List<Event.Named> all) {
    return all.stream().map(one -> new Told(one.user_id(), one.username())).toList();
  }

  /// The names of the members that the chat shows.
  static List<Told> of(Chat chat) {
    return chat.chat_members().stream()
        .map(member -> new Told(member.user_id(), member.username()))
        .toList();
  }

  /// What the entry says, without names.
  static Event without(Event event) {
    return event instanceof Event.MessageSent(Message message)
        ? new Event.MessageSent(without(message))
        : event.named(Map.of());
  }

  /// The message without names.
  static Message without(Message m) {
    Forwarded forwarded = m.forwarded_from();
    return new Message(
        m.message_id(),
        m.chat_id(),
        m.from_id(),
        null,
        m.content(),
        m.content_type(),
        m.content_time(),
        m.edited_time(),
        m.deleted(),
        m.reply_to(),
        forwarded == null ? null : new Forwarded(forwarded.user_id(), null),
        m.reactions(),
        m.pinned(),
        m.mentions(),
        m.client_message_id());
  }

  /// The chat without what shows how its members look, but for those whose look the viewer is told
  /// of: the other one of a personal chat, and who has notes.
  static Chat without(Chat c, long viewer) {
    return new Chat(
        c.chat_id(),
        c.chat_members().stream().map(one -> isTold(c, one, viewer) ? one : without(one)).toList(),
        c.member_count(),
        c.chat_name(),
        c.chat_type(),
        c.photo_id(),
        c.about(),
        c.created_time(),
        c.last_message_time(),
        c.last_message_text(),
        c.last_message_type(),
        null,
        c.last_message_id(),
        c.last_event_id(),
        c.first_event_id(),
        c.unread_count(),
        c.unread_mentions(),
        c.read_message_id(),
        c.read_by_others_message_id(),
        c.pinned_message_ids(),
        c.message_lifetime_ms(),
        c.role(),
        c.permissions(),
        c.settings(),
        c.revision());
  }

  private static boolean isTold(Chat chat, ChatMember member, long viewer) {
    boolean other = member.user_id() != viewer || chat.member_count() == 1;
    return chat.chat_type() == ChatType.PERSONAL && other;
  }

  private static ChatMember without(ChatMember member) {
    return new ChatMember(member.user_id(), "", null, member.role());
  }
}
