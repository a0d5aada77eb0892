package io.vestnik.live;

import io.vestnik.mode.Packet;
import io.vestnik.model.Notice;
import io.vestnik.protocol.JsonWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// The subscribed connections of one event loop, by their users. Everything here runs on that loop.
final class Subscribers {
  private final LongSupplier now;
  private final Map<Long, List<Subscriber>> users = new HashMap<>();
  private final Map<Long, List<Subscriber>> sessions = new HashMap<>();

  /// @param now the server's time, in milliseconds
  Subscribers(LongSupplier now) {
    this.now = now;
  }

  void add(Subscriber subscriber) {
    add(users, subscriber.userId(), subscriber);
    add(sessions, subscriber.session.id(), subscriber);
  }

  private static void add(Map<Long, List<Subscriber>> to, long key, Subscriber subscriber) {
    to.computeIfAbsent(key, _ -> new ArrayList<>(1)).add(subscriber);
  }

  /// Takes it out.
  ///
  /// @return whether it was there
  boolean remove(Subscriber subscriber) {
    remove(sessions, subscriber.session.id(), subscriber);
    return remove(users, subscriber.userId(), subscriber);
  }

  private static boolean remove(Map<Long, List<Subscriber>> from, long key, Subscriber subscriber) {
    List<Subscriber> all = from.get(key);
    if (all == null || !all.remove(subscriber)) {
      return false;
    }
    if (all.isEmpty()) {
      from.remove(key);
    }
    return true;
  }

  /// Whether it is there.
  boolean has(Subscriber subscriber) {
    return of(subscriber.userId()).contains(subscriber);
  }

  /// Whether any of the user's is there.
  boolean hasUser(long userId) {
    return users.containsKey(userId);
  }

  /// The user's, answered or not.
  List<Subscriber> of(long userId) {
    return List.copyOf(users.getOrDefault(userId, List.of()));
  }

  /// All of them.
  List<Subscriber> all() {
    return users.values().stream().flatMap(List::stream).toList();
  }

  /// Those of a session.
  List<Subscriber> ofSession(long sessionId) {
    return List.copyOf(sessions.getOrDefault(sessionId, List.of()));
  }

  // Those alone whose subscription is answered: nothing goes before the answer.
  void forUser(long userId, Consumer<Subscriber> task) {
    of(userId).stream().filter(one -> one.meanwhile == null).forEach(task);
  }

  /// Tells one connection.
  void tell(Subscriber subscriber, Notice notice) {
    Packet packet = subscriber.peer.pack(encode(notice));
    subscriber.peer.send(packet, notice.losable());
    packet.release();
  }

  /// The notice's frame.
  byte[] encode(Notice notice) {
    return JsonWriter.event((Record) notice, now.getAsLong());
  }
}
