package io.vestnik.live;

import io.vestnik.model.Clock;
import io.vestnik.model.Notice;
import io.vestnik.store.Reply;
import io.vestnik.store.Store;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Who is connected: a user is online while one of their connections is subscribed. Told to those
/// to whom the user has written in a personal chat (protocol §7).
final class Presence {
  private final Store store;
  private final Clock clock;
  private final BiConsumer<List<Long>, Notice.Presence> tell;
  private final Map<Long, Integer> connections = new ConcurrentHashMap<>();

  /// @param tell tells these users, as far as they asked for presence
  Presence(Store store, Clock clock, BiConsumer<List<Long>, Notice.Presence> tell) {
    this.store = store;
    this.clock = clock;
    this.tell = tell;
  }

  void came(long userId) {
    if (connections.merge(userId, 1, Integer::sum) == 1) {
      store.read(
          tx -> tx.members().personalContacts(userId, true),
          reply(watchers -> tellNow(watchers, userId, null)));
    }
  }

  void went(long userId) {
    if (connections.computeIfPresent(userId, (_, n) -> n == 1 ? null : n - 1) != null) {
      return;
    }
    long now = clock.millis();
    store.write(
        tx -> {
          tx.users().setLastSeen(userId, now);
          return tx.members().personalContacts(userId, true);
        },
        reply(watchers -> tellNow(watchers, userId, now)));
  }

  // What is true now, however long the watchers took to be found. One at a time, so that what is
  // told last is true.
  private synchronized void tellNow(List<Long> watchers, long userId, @Nullable Long lastSeen) {
    boolean online = connections.containsKey(userId);
    if (online == (lastSeen == null) && !watchers.isEmpty()) {
      tell.accept(watchers, new Notice.Presence(userId, online, lastSeen));
    }
  }

  /// Tells which of these users are online.
  void tellWhoIsThere(List<Long> users, Consumer<Notice.Presence> listener) {
    for (long userId : users) {
      if (connections.containsKey(userId)) {
        listener.accept(new Notice.Presence(userId, true, null));
      }
    }
  }

  boolean isOnline(long userId) {
    return connections.containsKey(userId);
  }

  private static Reply<List<Long>> reply(Consumer<List<Long>> then) {
    return new Reply<>(
        Runnable::run,
        outcome -> {
          if (outcome instanceof Reply.Done<List<Long>>(List<Long> value)) {
            then.accept(value);
          }
        });
  }
}
