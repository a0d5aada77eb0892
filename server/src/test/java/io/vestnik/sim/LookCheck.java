package io.vestnik.sim;

import io.vestnik.client.mode.GetMembers;
import io.vestnik.model.Change;
import io.vestnik.model.Chat;
import io.vestnik.model.ChatMember;
import io.vestnik.model.ChatType;
import io.vestnik.model.Event;
import io.vestnik.model.Message;
import io.vestnik.model.Role;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Compares one chat of a device with what the server says of it.
final class LookCheck {
  private final long userId;
  private final Replay.Run run;
  private final Truth truth;
  private final Viewer viewer;
  private final Chat chat;
  private final Consumer<String> wrong;

  /// Whose device it is, and what there is.
  record Viewer(long userId, Truth truth, Book book, Names names) {}

  /// @param wrong hears of all that is wrong
  LookCheck(Viewer viewer, Replay.Run run, Chat chat, Consumer<String> wrong) {
    this.viewer = viewer;
    userId = viewer.userId;
    truth = viewer.truth;
    this.run = run;
    this.chat = chat;
    this.wrong = wrong;
  }

  private void same(String what, @Nullable Object here, @Nullable Object there) {
    if (!Objects.equals(here, there)) {
      wrong.accept(what + " is " + here + ", at the server " + there);
    }
  }

  /// Compares all that can be.
  ///
  /// @return whether the device has the whole log, and all that it says was compared
  boolean check(Ears ears) {
    Chat look = run.look;
    if (look == null) {
      wrong.accept("was never shown");
      return false;
    }
    settled(look, ears);
    if (run.has(look.last_event_id() + 1, chat.last_event_id())) {
      facts("as shown", Applied.of(look, run.log.values()));
    }
    if (!run.has(chat.first_event_id(), chat.last_event_id())) {
      return false;
    }
    Applied whole = Applied.of(run.log.tailMap(chat.first_event_id()).values());
    facts("from its log", whole);
    messages(whole);
    return true;
  }

  private void settled(Chat look, Ears ears) {
    long id = chat.chat_id();
    same("type", look.chat_type(), chat.chat_type());
    same("time of making", look.created_time(), chat.created_time());
    same("settings", look.settings(), chat.settings());
    same("first entry", look.first_event_id(), chat.first_event_id());
    long read = Math.max(look.read_message_id(), ears.read(id, true));
    same("own marker", read, chat.read_message_id());
    long others = Math.max(look.read_by_others_message_id(), ears.read(id, false));
    if (chat.chat_type() == ChatType.PERSONAL) {
      same("others' marker", others, chat.read_by_others_message_id());
      looks(look);
    }
    Names.of(look).stream()
        .filter(told -> !viewer.names.mayBe(told))
        .forEach(told -> wrong.accept("shows " + told));
    Names.of(chat).stream()
        .filter(told -> !viewer.book.isNow(told))
        .forEach(told -> wrong.accept("the server shows " + told));
    if (look.last_event_id() == chat.last_event_id()
        && look.read_message_id() == chat.read_message_id()) {
      same(
          "look",
          withoutOthers(Names.without(look, userId)),
          withoutOthers(Names.without(chat, userId)));
      if (chat.chat_type() == ChatType.PERSONAL
          && chat.chat_name().equals(chat.last_message_sender())) {
        same("other's message", look.last_message_sender(), chat.last_message_sender());
      }
    }
  }

  // `chatChanged` tells of the other one of a personal chat, not of oneself, nor of a group's
  // members
  // (protocol §7): of these one knows the names that they had when the chat was shown.
  private void looks(Chat look) {
    same("name", look.chat_name(), chat.chat_name());
    same("photo", look.photo_id(), chat.photo_id());
    same(
        "other member",
        Names.without(look, userId).chat_members(),
        Names.without(chat, userId).chat_members());
  }

  // Of others' markers only notices tell, and sync.
  private static Chat withoutOthers(Chat c) {
    return new Chat(
        c.chat_id(),
        c.chat_members(),
        c.member_count(),
        c.chat_name(),
        c.chat_type(),
        c.photo_id(),
        c.about(),
        c.created_time(),
        c.last_message_time(),
        c.last_message_text(),
        c.last_message_type(),
        c.last_message_sender(),
        c.last_message_id(),
        c.last_event_id(),
        c.first_event_id(),
        c.unread_count(),
        c.unread_mentions(),
        c.read_message_id(),
        0,
        c.pinned_message_ids(),
        c.message_lifetime_ms(),
        c.role(),
        c.permissions(),
        c.settings(),
        c.revision());
  }

  // Who may do what, who is there, what is pinned.
  private void facts(String how, Applied applied) {
    Set<Long> hidden = hiddenAtServer();
    List<Long> pins =
        applied.pins.stream()
            .filter(id -> id >= chat.first_event_id() && !hidden.contains(id))
            .toList();
    same("pins " + how, pins, chat.pinned_message_ids());
    if (applied.knowsMembers) {
      members(how, applied.members);
      same("permissions " + how, applied.permissions, chat.permissions());
      if (chat.chat_type() == ChatType.GROUP) {
        same("name " + how, applied.name, chat.chat_name());
      }
    }
    changed("about " + how, applied.about, chat.about());
    if (chat.chat_type() == ChatType.GROUP) {
      changed("photo " + how, applied.photo, chat.photo_id());
    }
  }

  private void changed(String what, Change<String> here, @Nullable String there) {
    if (!(here instanceof Change.Keep<String>)) {
      String text = here instanceof Change.Set<String>(String set) ? set : null;
      same(what, text, there);
    }
  }

  private Set<Long> hiddenAtServer() {
    return truth.logs().getOrDefault(chat.chat_id(), List.of()).stream()
        .filter(entry -> entry.body() instanceof Event.MessageHidden)
        .map(entry -> entry.event_id())
        .collect(Collectors.toSet());
  }

  private void members(String how, Map<Long, Role> members) {
    Map<Long, Role> shown = new TreeMap<>();
    for (ChatMember member : chat.chat_members()) {
      shown.put(member.user_id(), member.role());
    }
    Map<Long, Role> listed = new TreeMap<>();
    for (GetMembers.Member member : truth.members().get(chat.chat_id())) {
      listed.put(member.user_id(), member.role());
    }
    same("members " + how, members, shown);
    same("listed members " + how, members, listed);
    same("count of members " + how, members.size(), chat.member_count());
    same("own role " + how, members.get(userId), chat.role());
  }

  private void messages(Applied applied) {
    Set<Long> hidden = new HashSet<>(run.hidden);
    hidden.addAll(applied.hidden);
    List<Message> shown =
        applied.messages.values().stream()
            .filter(said -> !hidden.contains(said.message().message_id()))
            .map(said -> said.shown(applied.pins.contains(said.message().message_id())))
            .toList();
    List<Message> there = truth.messages().getOrDefault(chat.chat_id(), List.of());
    if (shown.size() != there.size()) {
      same("messages", shown.stream().map(Message::message_id).toList(), ids(there));
      return;
    }
    for (int i = 0; i < shown.size(); i++) {
      same("message", Names.without(shown.get(i)), Names.without(there.get(i)));
    }
    last(shown);
    long above = Math.max(chat.read_message_id(), chat.first_event_id() - 1);
    List<Message> unread =
        shown.stream()
            .filter(m -> m.message_id() > above && m.deleted() == null)
            .filter(m -> !Objects.equals(m.from_id(), userId))
            .toList();
    same("unread", unread.size(), chat.unread_count());
    long mentions = unread.stream().filter(this::mentionsOwner).count();
    same("unread mentions", mentions, (long) chat.unread_mentions());
  }

  private static List<Long> ids(List<Message> messages) {
    return messages.stream().map(Message::message_id).toList();
  }

  private boolean mentionsOwner(Message message) {
    return message.mentions() != null
        && message.mentions().stream().anyMatch(mention -> mention.user_id() == userId);
  }

  private void last(List<Message> shown) {
    Message last = shown.isEmpty() ? null : shown.getLast();
    same("last message", last == null ? null : last.message_id(), chat.last_message_id());
    same("its text", last == null ? null : last.content(), chat.last_message_text());
    if (last != null && last.from_id() != null) {
      Names.Told sender = new Names.Told(last.from_id(), chat.last_message_sender());
      same("whether its sender is called so", true, viewer.book.isNow(sender));
    } else {
      same("its sender", null, chat.last_message_sender());
    }
    same("its time", last == null ? null : last.content_time(), chat.last_message_time());
    same("its type", last == null ? null : last.content_type(), chat.last_message_type());
  }
}
