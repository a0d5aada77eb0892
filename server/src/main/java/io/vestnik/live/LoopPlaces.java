package io.vestnik.live;

import io.vestnik.table.Positions;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Tells where the connections of one event loop listen, as soon as there are other nodes.
/// Everything here runs on that loop.
final class LoopPlaces {
  private final Hub hub;
  private final Map<Long, ChatListeners> chats;
  private boolean telling;

  LoopPlaces(Hub hub, Map<Long, ChatListeners> chats) {
    this.hub = hub;
    this.chats = chats;
  }

  /// Whether each listener's place is told, and so all behind it is given to the hub in order.
  boolean isTelling() {
    return telling;
  }

  /// A listener is about to be added.
  ///
  /// @param given the last entry that it has, or is being given
  void begins(long chatId, long given) {
    if (!telling && !hub.isAlone()) {
      tell();
    }
    if (telling) {
      hub.places().begins(chatId, given);
    }
  }

  /// The log goes up to this entry at least, which not all of its listeners were given.
  void grown(long chatId, long eventId) {
    if (telling) {
      hub.places().grown(chatId, eventId);
    }
  }

  /// A listener is removed.
  void ends(long chatId) {
    if (telling) {
      hub.places().ends(chatId);
    }
  }

  /// There are other nodes: tells of those who listen already.
  void tell() {
    if (!telling) {
      telling = true;
      for (ChatListeners chat : chats.values()) {
        chat.all().forEach(one -> hub.places().begins(one.chatId, one.position));
      }
    }
  }

  /// The listener of a chat that the connection should listen to and does not; null where it does,
  /// and where the user's chats are still being read: what is missing then the next round finds.
  static @Nullable Listener missing(Subscriber subscriber, Positions.Position at) {
    if (subscriber.meanwhile != null || subscriber.listeners.containsKey(at.chatId())) {
      return null;
    }
    Listener listener = new Listener(subscriber, at, true);
    listener.hold();
    return listener;
  }
}
