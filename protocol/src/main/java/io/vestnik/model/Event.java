package io.vestnik.model;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What an entry of a chat's log says: one record a kind (protocol §7).
public sealed interface Event {
  /// The kind's word: the frame's `event`.
  default String kind() {
    String name = getClass().getSimpleName();
    return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
  }

  /// The users whom the event names.
  default List<Long> userIds() {
    return List.of();
  }

  /// The same event with the usernames of now.
  default Event named(Map<Long, String> usernames) {
    return this;
  }

  /// A message was sent.
  record MessageSent(Message message) implements Event {
    @Override
    public String kind() {
      return "message";
    }
  }

  /// A message was sent that the reader has hidden from themselves.
  record MessageHidden(HiddenMessage message) implements Event {
    @Override
    public String kind() {
      return "message";
    }
  }

  /// A message got another content. Of one that was erased since, only that is told.
  record MessageEdited(
      long message_id,
      @Nullable String content,
      @Nullable Long edited_time,
      @Nullable List<Mention> mentions,
      @Nullable Boolean deleted)
      implements Event {
    /// That there was an edit, without what it said.
    public static MessageEdited bare(long messageId) {
      return new MessageEdited(messageId, null, null, null, true);
    }
  }

  /// Messages were erased for everyone.
  record MessagesDeleted(List<Long> message_ids, Erasure reason) implements Event {
    /// Why they are gone.
    public enum Erasure implements Wire {
      DELETED,
      EXPIRED
    }
  }

  /// Who caused the entry reacted to a message; null: took it back.
  record Reaction(long message_id, @Always @Nullable String reaction) implements Event {}

  /// A message was pinned, or is no longer.
  record MessagePinned(long message_id, boolean pinned) implements Event {}

  /// The chat began, with these members.
  record ChatCreated(ChatType chat_type, @Nullable String name, List<Named> members)
      implements Event {
    @Override
    public List<Long> userIds() {
      return Named.ids(members);
    }

    @Override
    public Event named(Map<Long, String> usernames) {
      return new ChatCreated(chat_type, name, Named.named(members, usernames));
    }
  }

  /// What the group is called, how it looks, or who may do what in it, is other now.
  record ChatEdited(
      @Nullable String name,
      Change<String> about,
      Change<String> photo_id,
      @Nullable Permissions permissions)
      implements Event {}

  /// These became members.
  record MemberAdded(List<Named> members, How how) implements Event {
    /// By whom.
    public enum How implements Wire {
      ADDED,
      INVITE
    }

    @Override
    public List<Long> userIds() {
      return Named.ids(members);
    }

    @Override
    public Event named(Map<Long, String> usernames) {
      return new MemberAdded(Named.named(members, usernames), how);
    }
  }

  /// This one is a member no longer.
  record MemberRemoved(long user_id, Departure reason) implements Event {
    /// Why.
    public enum Departure implements Wire {
      REMOVED,
      LEFT,
      DELETED_ACCOUNT {
        @Override
        public String word() {
          return "deletedAccount";
        }
      }
    }
  }

  /// A member has another role.
  record RoleChanged(long user_id, Role role) implements Event {}

  /// A user whom an event names; the username is the one at the time of reading.
  record Named(long user_id, @Nullable String username, Role role) {
    private static List<Long> ids(List<Named> all) {
      return all.stream().map(Named::user_id).toList();
    }

    private static List<Named> named(List<Named> all, Map<Long, String> usernames) {
      return all.stream()
          .map(one -> new Named(one.user_id, usernames.get(one.user_id), one.role))
          .toList();
    }
  }
}
