package io.vestnik.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// An event beside the log (protocol §7): lost if nobody is there to hear it.
public sealed interface Notice {
  /// The kind's word.
  String event();

  /// Whether it may be left out where much is waiting.
  default boolean losable() {
    return true;
  }

  /// A member is typing; it holds 6 s.
  record Typing(String event, long chat_id, long user_id) implements Notice {
    public Typing(long chatId, long userId) {
      this("typing", chatId, userId);
    }
  }

  /// A member has read up to a message.
  record Read(String event, long chat_id, long user_id, long message_id) implements Notice {
    public Read(long chatId, long userId, long messageId) {
      this("read", chatId, userId, messageId);
    }
  }

  /// Messages up to this one have reached a member.
  record Delivered(String event, long chat_id, long user_id, long message_id) implements Notice {
    public Delivered(long chatId, long userId, long messageId) {
      this("delivered", chatId, userId, messageId);
    }
  }

  /// A user is, or is no longer, connected.
  record Presence(String event, long user_id, boolean online, @Nullable Long last_seen)
      implements Notice {
    public Presence(long userId, boolean online, @Nullable Long lastSeen) {
      this("presence", userId, online, lastSeen);
    }
  }

  /// The chat is in one's list from now on.
  record ChatAdded(String event, long chat_id, Chat chat) implements Notice {
    public ChatAdded(Chat chat) {
      this("chatAdded", chat.chat_id(), chat);
    }

    @Override
    public boolean losable() {
      return false;
    }
  }

  /// The chat is in one's list no longer.
  record ChatRemoved(String event, long chat_id, String reason) implements Notice {
    public ChatRemoved(long chatId, String reason) {
      this("chatRemoved", chatId, reason);
    }

    @Override
    public boolean losable() {
      return false;
    }
  }

  /// What one sees of the chat has changed without an entry.
  record ChatChanged(String event, long chat_id, Chat chat) implements Notice {
    public ChatChanged(Chat chat) {
      this("chatChanged", chat.chat_id(), chat);
    }

    @Override
    public boolean losable() {
      return false;
    }
  }

  /// One has hidden messages from oneself, by another device.
  record MessagesHidden(String event, long chat_id, List<Long> message_ids) implements Notice {
    public MessagesHidden(long chatId, List<Long> messageIds) {
      this("messagesHidden", chatId, messageIds);
    }

    @Override
    public boolean losable() {
      return false;
    }
  }

  /// Somebody with whom one shares a personal chat, or oneself, looks other than before.
  record UserChanged(String event, User user) implements Notice {
    public UserChanged(User user) {
      this("userChanged", user);
    }

    @Override
    public boolean losable() {
      return false;
    }
  }

  /// Another of one's sessions has ended.
  record SessionEnded(String event, String session_id) implements Notice {
    public SessionEnded(String sessionId) {
      this("sessionEnded", sessionId);
    }
  }

  /// What exportAccount has promised is there.
  record ExportReady(String event, String file_id) implements Notice {
    public ExportReady(String fileId) {
      this("exportReady", fileId);
    }

    @Override
    public boolean losable() {
      return false;
    }
  }
}
