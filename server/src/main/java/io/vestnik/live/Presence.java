package io.vestnik.live;

import io.vestnik.bus.Hint;
import io.vestnik.bus.Letters;
import io.vestnik.bus.Node;
import io.vestnik.model.Clock;
import io.vestnik.model.Notice;
import io.vestnik.store.Reply;
import io.vestnik.store.Store;
import io.vestnik.store.Tx;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Who is connected: a user is online while one of their connections, to whatever node, is
/// subscribed. Told to those to whom the user has written in a personal chat (protocol §7).
final class Presence {
  private static final int AT_ONCE = 100;

  private final Store store;
  private final Clock clock;
  private final Node node;
  private final BiConsumer<List<Long>, Notice.Presence> tell;
  private final Map<Long, Integer> connections = new ConcurrentHashMap<>();
  private final Elsewhere elsewhere = new Elsewhere();

  /// @param tell tells these users, as far as they asked for presence
  Presence(Store store, Clock clock, Node node, BiConsumer<List<Long>, Notice.Presence> tell) {
    this.store = store;
    this.clock = clock;
    this.node = node;
    this.tell = tell;
  }

  void came(long userId) {
    if (connections.merge(userId, 1, Integer::sum) == 1) {
      hint(userId, clock.millis());
      if (!elsewhere.isOnline(userId)) {
        store.read(
            tx -> tx.accounts().watchers().of(userId),
            reply(watchers -> tellNow(watchers, userId, null)));
      }
    }
  }

  void went(long userId) {
    if (connections.computeIfPresent(userId, (_, n) -> n == 1 ? null : n - 1) != null) {
      return;
    }
    long now = clock.millis();
    hint(userId, now);
    if (!elsewhere.isOnline(userId)) {
      store.write(
          tx -> {
            tx.users().setLastSeen(userId, now);
            return tx.accounts().watchers().of(userId);
          },
          reply(watchers -> tellNow(watchers, userId, now)));
    }
  }

  // Looked up in its turn, so that what the others are told last is true.
  private void hint(long userId, long now) {
    node.tell(() -> List.of(new Hint.Present(userId, connections.containsKey(userId), now)));
  }

  /// Tells the other nodes who is connected to this one.
  void state() {
    node.tell(() -> {
      List<List<Long>> parts = Letters.parts(List.copyOf(connections.keySet()));
      List<Hint> hints = new ArrayList<>(parts.size());
      for (int i = 0; i < parts.size(); i++) {
        hints.add(new Hint.AllPresent(i == 0, i == parts.size() - 1, parts.get(i)));
      }
      return hints;
    });
  }

  /// A user has come to another node, or has left it.
  void changed(String other, Hint.Present present) {
    if (elsewhere.set(other, present.userId(), present.online())) {
      tellChanged(List.of(present.userId()), present.time(), false);
    }
  }

  /// Another node says who is connected to it.
  ///
  /// @return whether it has said all
  boolean stated(String other, Hint.AllPresent part) {
    List<Long> changed = elsewhere.state(other, part);
    if (changed != null) {
      tellChanged(changed, clock.millis(), false);
    }
    return changed != null;
  }

  /// Something that another node has said is lost.
  void interrupted(String other) {
    elsewhere.interrupt(other);
  }

  /// Another node is no more.
  ///
  /// @param note whether it is for this one to note when its users were last seen
  void forget(String other, boolean note) {
    tellChanged(elsewhere.forget(other), clock.millis(), note);
  }

  private void tellChanged(List<Long> users, long time, boolean note) {
    List<Long> away = users.stream().filter(user -> !connections.containsKey(user)).toList();
    for (int from = 0; from < away.size(); from += AT_ONCE) {
      List<Long> some = away.subList(from, Math.min(away.size(), from + AT_ONCE));
      Reply<Map<Long, List<Long>>> reply =
          reply(found -> found.forEach((user, watchers) -> tellTruth(watchers, user, time)));
      if (note) {
        store.write(tx -> watchersOf(tx, some, time), reply);
      } else {
        store.read(tx -> watchersOf(tx, some, null), reply);
      }
    }
  }

  private static Map<Long, List<Long>> watchersOf(
      Tx tx, List<Long> users, @Nullable Long lastSeen) {
    Map<Long, List<Long>> watchers = new HashMap<>();
    for (long user : users) {
      if (lastSeen != null) {
        tx.users().setLastSeen(user, lastSeen);
      }
      watchers.put(user, tx.accounts().watchers().of(user));
    }
    return watchers;
  }

  private void tellTruth(List<Long> watchers, long userId, long time) {
    tellNow(watchers, userId, isOnline(userId) ? null : time);
  }

  /// Whether the user is connected, to whatever node.
  boolean isOnline(long userId) {
    return connections.containsKey(userId) || elsewhere.isOnline(userId);
  }

  // What is true now, however long the watchers took to be found. One at a time, so that what is
  // told last is true.
  private synchronized void tellNow(List<Long> watchers, long userId, @Nullable Long lastSeen) {
    boolean online = isOnline(userId);
    if (online == (lastSeen == null) && !watchers.isEmpty()) {
      tell.accept(watchers, new Notice.Presence(userId, online, lastSeen));
    }
  }

  /// The user shows from now on whether they are there, or does not any more: to those who could
  /// see them they are away then, for good.
  void shown(long userId, boolean shows) {
    if (!shows || isOnline(userId)) {
      store.read(
          tx -> tx.accounts().watchers().ofHidden(userId),
          reply(watchers -> tell.accept(watchers, new Notice.Presence(userId, shows, null))));
    }
  }

  /// Tells which of these users are online.
  void tellWhoIsThere(List<Long> users, Consumer<Notice.Presence> listener) {
    for (long userId : users) {
      if (isOnline(userId)) {
        listener.accept(new Notice.Presence(userId, true, null));
      }
    }
  }

  private static <T> Reply<T> reply(Consumer<T> then) {
    return new Reply<>(
        Runnable::run,
        outcome -> {
          if (outcome instanceof Reply.Done<T>(T value)) {
            then.accept(value);
          }
        });
  }
}
