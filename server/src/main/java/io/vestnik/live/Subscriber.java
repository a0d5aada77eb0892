package io.vestnik.live;

import io.vestnik.mode.Peer;
import io.vestnik.model.Session;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A subscribed connection. Lives on its event loop.
final class Subscriber {
  private static final int MAX_DEPARTURES = 1_000;

  final Peer peer;
  Session session;
  final boolean presence;

  /// Where it listens, by chat.
  final Map<Long, Listener> listeners = new HashMap<>(0);

  // Where it was removed, or has left, by chat: up to which entry.
  private final Map<Long, Long> departures =
      new LinkedHashMap<>(0) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Long> eldest) {
          return size() > MAX_DEPARTURES;
        }
      };

  /// What happens while its chats are being read; null once it hears for itself.
  @Nullable Meanwhile meanwhile = new Meanwhile();

  Subscriber(Peer peer, Session session, boolean presence) {
    this.peer = peer;
    this.session = session;
    this.presence = presence;
  }

  /// The user is no member of the chat from that entry on.
  void left(long chatId, long eventId) {
    departures.put(chatId, eventId);
  }

  /// Whether the user has left the chat with that entry or a later one.
  boolean hasLeft(long chatId, long eventId) {
    return departures.getOrDefault(chatId, 0L) >= eventId;
  }

  long userId() {
    return session.userId();
  }
}
