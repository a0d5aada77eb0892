package io.vestnik.live;

import io.vestnik.mode.Peer;
import io.vestnik.model.Session;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A subscribed connection. Lives on its event loop.
final class Subscriber {
  final Peer peer;
  Session session;
  final boolean presence;

  /// Where it listens, by chat.
  final Map<Long, Listener> listeners = new HashMap<>(0);

  /// What happens while its chats are being read; null once it hears for itself.
  @Nullable Meanwhile meanwhile =
      new Meanwhile(new HashMap<>(0), new HashSet<>(0), new HashSet<>(0));

  Subscriber(Peer peer, Session session, boolean presence) {
    this.peer = peer;
    this.session = session;
    this.presence = presence;
  }

  /// What becomes of chats while they are being read.
  ///
  /// @param joined those that were made or joined, with their entries
  /// @param cleared those that left the list until their next message
  /// @param ended those that are no more
  record Meanwhile(Map<Long, LiveEvent> joined, Set<Long> cleared, Set<Long> ended) {}

  long userId() {
    return session.userId();
  }
}
