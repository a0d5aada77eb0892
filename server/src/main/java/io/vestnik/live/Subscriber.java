package io.vestnik.live;

import io.vestnik.mode.Peer;
import io.vestnik.model.Session;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A subscribed connection. Lives on its event loop.
final class Subscriber {
  final Peer peer;
  Session session;
  final boolean presence;

  /// Where it listens, by chat.
  final Map<Long, Listener> listeners = new HashMap<>(0);

  /// What happens while its chats are being read; null once it hears for itself.
  @Nullable Meanwhile meanwhile = new Meanwhile();

  Subscriber(Peer peer, Session session, boolean presence) {
    this.peer = peer;
    this.session = session;
    this.presence = presence;
  }

  long userId() {
    return session.userId();
  }
}
