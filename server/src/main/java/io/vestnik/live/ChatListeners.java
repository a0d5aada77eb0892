package io.vestnik.live;

import io.vestnik.mode.Packet;
import io.vestnik.mode.Peer;
import io.vestnik.model.Message;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Those who listen to one chat on one event loop. Entries go to them in order, a slice of the
/// listeners at a time, so that a large chat holds up no other; all entries that wait meanwhile go
/// out together, with one flush a connection.
final class ChatListeners {
  /// Chats of more members get no typing, read and delivered (protocol §7).
  static final int SMALL_CHAT = 50;

  private static final Logger log = LoggerFactory.getLogger(ChatListeners.class);
  private static final int SLICE = 256;

  private final Executor loop;
  private final Callbacks callbacks;
  private final List<Listener> listeners = new ArrayList<>(2);
  private final Queue<LiveEvent> waiting = new ArrayDeque<>(2);

  /// What is being sent now, and to how many of the listeners it still must go.
  private List<LiveEvent> batch = List.of();

  private int left;
  private final Map<PacketKey, Packet> packets = new HashMap<>();
  int memberCount;

  ChatListeners(Executor loop, int memberCount, Callbacks callbacks) {
    this.loop = loop;
    this.memberCount = memberCount;
    this.callbacks = callbacks;
  }

  /// What listeners need of the hub.
  interface Callbacks {
    /// A cleared chat has a new message: the listener must be shown the chat first.
    void show(Listener listener);

    /// A message went to a user's connection.
    void delivered(long chatId, long userId, long messageId);
  }

  boolean isSmall() {
    return memberCount <= SMALL_CHAT;
  }

  boolean isEmpty() {
    return listeners.isEmpty();
  }

  List<Listener> all() {
    return listeners;
  }

  void add(Listener listener) {
    listeners.add(listener);
    // It stands behind what the batch under way has still to reach.
    deliver(listener, batch);
  }

  // The last one takes the free place. Batches go from the end to the beginning, so it has got
  // what is under way; a listener that comes up twice passes over what it has.
  void remove(Listener listener) {
    int at = listeners.indexOf(listener);
    if (at >= 0) {
      Listener last = listeners.removeLast();
      if (at < listeners.size()) {
        listeners.set(at, last);
      }
      left = Math.min(left, listeners.size());
    }
  }

  /// Sends the entry to all, after those before it.
  void send(LiveEvent event) {
    waiting.add(event);
    if (batch.isEmpty()) {
      nextBatch();
    }
  }

  private void nextBatch() {
    batch = List.copyOf(waiting);
    waiting.clear();
    left = listeners.size();
    if (!batch.isEmpty()) {
      nextSlice();
    }
  }

  private void nextSlice() {
    int until = Math.max(0, left - SLICE);
    while (left > until) {
      left--;
      deliver(listeners.get(left), batch);
    }
    if (left > 0) {
      loop.execute(this::nextSlice);
      return;
    }
    releasePackets();
    nextBatch();
  }

  private void releasePackets() {
    packets.values().forEach(Packet::release);
    packets.clear();
  }

  // What goes wrong with one is that one's affair: it is closed, and catches up.
  private void deliver(Listener listener, List<LiveEvent> events) {
    try {
      events.forEach(event -> deliver(listener, event));
    } catch (RuntimeException e) {
      log.error("A listener of chat {} could not be given an entry", listener.chatId, e);
      listener.subscriber.peer.overflow();
    }
  }

  private void deliver(Listener listener, LiveEvent event) {
    if (event.id() <= listener.position) {
      return;
    }
    listener.position = event.id();
    Message message = event.message();
    if (!listener.shown && message != null) {
      listener.shown = true;
      listener.hold();
      callbacks.show(listener);
    }
    if (listener.held != null) {
      hold(listener, listener.held, event);
    } else if (listener.shown) {
      transmit(listener, event);
    }
  }

  private static void hold(Listener listener, List<LiveEvent> held, LiveEvent event) {
    held.add(event);
    if (held.size() > Listener.MAX_HELD) {
      listener.subscriber.peer.overflow();
    }
  }

  private void transmit(Listener listener, LiveEvent event) {
    Subscriber subscriber = listener.subscriber;
    Peer peer = subscriber.peer;
    boolean own = event.isOwn(subscriber.userId());
    boolean sent =
        peer.send(
            packets.computeIfAbsent(
                new PacketKey(event.id(), own), _ -> peer.pack(event.json(own))),
            false);
    Message message = event.message();
    if (sent && message != null && isSmall() && !isFrom(message, subscriber.userId())) {
      callbacks.delivered(listener.chatId, subscriber.userId(), message.message_id());
    }
  }

  private static boolean isFrom(Message message, long userId) {
    return message.from_id() != null && message.from_id() == userId;
  }

  private record PacketKey(long eventId, boolean own) {}

  /// Sends what was held back: the listener has been shown the chat.
  void release(Listener listener) {
    List<LiveEvent> held = listener.held;
    listener.held = null;
    if (held != null) {
      held.forEach(event -> transmit(listener, event));
      if (batch.isEmpty()) {
        releasePackets();
      }
    }
  }

  /// Sends a frame that is in no log to all who are shown the chat, but not to `except`.
  void sendBeside(byte[] json, @Nullable Long except) {
    Packet packet = null;
    for (Listener listener : listeners) {
      if (listener.shown && (except == null || listener.subscriber.userId() != except)) {
        Peer peer = listener.subscriber.peer;
        packet = packet == null ? peer.pack(json) : packet;
        peer.send(packet, true);
      }
    }
    if (packet != null) {
      packet.release();
    }
  }
}
