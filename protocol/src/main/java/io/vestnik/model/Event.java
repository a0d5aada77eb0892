package io.vestnik.model;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What an entry of a chat's log says: one record a kind (protocol §7).
public sealed interface Event {
  /// The kind's word: the frame's `event`.
  String kind();

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

  /// The chat began, with these members.
  record ChatCreated(ChatType chat_type, @Nullable String name, List<Named> members)
      implements Event {
    @Override
    public String kind() {
      return "chatCreated";
    }

    @Override
    public List<Long> userIds() {
      return members.stream().map(Named::user_id).toList();
    }

    @Override
    public Event named(Map<Long, String> usernames) {
      List<Named> named =
          members.stream()
              .map(m -> new Named(m.user_id, usernames.get(m.user_id), m.role))
              .toList();
      return new ChatCreated(chat_type, name, named);
    }
  }

  /// A user whom an event names; the username is the one at the time of reading.
  record Named(long user_id, @Nullable String username, Role role) {}
}
