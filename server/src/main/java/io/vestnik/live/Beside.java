package io.vestnik.live;

import io.vestnik.model.Notice;
import io.vestnik.model.Signal;
import java.util.Map;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/// Tells what is in no log to those who listen on one event loop. Everything here runs on that
/// loop.
final class Beside {
  private final Subscribers subscribers;
  private final Map<Long, ChatListeners> chats;
  private final LongPredicate isOnline;

  /// @param chats who listens to what, now and later
  Beside(Subscribers subscribers, Map<Long, ChatListeners> chats, LongPredicate isOnline) {
    this.subscribers = subscribers;
    this.chats = chats;
    this.isOnline = isOnline;
  }

  /// Tells the user's own connections of a chat of theirs. What may not be lost comes after the
  /// entries before it.
  void tellOwn(long chatId, long userId, Notice notice) {
    subscribers.forUser(
        userId,
        subscriber -> {
          Listener listener = subscriber.listeners.get(chatId);
          ChatListeners chat = chats.get(chatId);
          if (listener == null || chat == null || !listener.shown) {
            return;
          }
          if (!notice.losable()) {
            chat.hurry(listener);
          }
          listener.now(() -> subscribers.tell(listener.subscriber, notice));
        });
  }

  /// Tells the user's connections what is of no chat.
  void tellUser(long userId, Notice notice) {
    subscribers.forUser(userId, subscriber -> subscribers.tell(subscriber, notice));
  }

  /// Tells those who asked for presence.
  void tellPresence(long userId, Notice.Presence notice) {
    subscribers.forUser(
        userId,
        subscriber -> {
          if (subscriber.presence) {
            subscribers.tell(subscriber, notice);
          }
        });
  }

  /// Tells the members of a chat, which is small.
  void tellMembers(long chatId, Notice notice, @Nullable Long exceptUser) {
    ChatListeners chat = chats.get(chatId);
    if (chat != null) {
      chat.sendBeside(subscribers.encode(notice), exceptUser);
    }
  }

  /// One of the two of a personal chat has written for the first time: the other, where they asked
  /// for presence, may see them from now on.
  void firstWritten(Signal.FirstWritten signal) {
    ChatListeners chat = chats.get(signal.chatId());
    if (chat == null || !isOnline.test(signal.userId())) {
      return;
    }
    Notice online = new Notice.Presence(signal.userId(), true, null);
    for (Listener listener : chat.all()) {
      Subscriber subscriber = listener.subscriber;
      if (subscriber.presence && subscriber.userId() != signal.userId()) {
        subscribers.tell(subscriber, online);
      }
    }
  }
}
