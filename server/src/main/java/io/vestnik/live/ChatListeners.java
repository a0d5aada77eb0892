package io.vestnik.live;

import io.vestnik.mode.Packet;
import io.vestnik.mode.Peer;
import io.vestnik.model.Message;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
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
  /// More entries, or more bytes of them, do not wait: who listens is closed and catches up.
  static final int MAX_WAITING = 4_096;

  private static final Logger log = LoggerFactory.getLogger(ChatListeners.class);
  private static final int MAX_WAITING_BYTES = 16 << 20;
  private static final int MAX_BATCH = 256;
  private static final int SLICE = 256;

  // A slice's listeners times its entries: a loop may run dozens of slices between two selects.
  private static final int SLICE_SENDS = 1_024;

  // Up to so many are served within the commit's own task.
  private static final int FEW = 64;

  private final long chatId;
  private final Executor loop;
  private final Callbacks callbacks;
  private final List<Listener> listeners = new ArrayList<>(2);
  private final Queue<LiveEvent> waiting = new ArrayDeque<>(2);
  private int waitingBytes;

  /// Whether entries are on their way, or are about to be.
  private boolean running;

  /// What is being sent now, and to how many of the listeners it still must go.
  private List<LiveEvent> batch = List.of();

  private int left;
  private boolean flooded;
  private boolean ending;
  private final Map<PacketKey, Packet> packets = new HashMap<>();

  /// How many members there are, whether they listen or not.
  final MemberCount members = new MemberCount();

  ChatListeners(long chatId, Executor loop, Callbacks callbacks) {
    this.chatId = chatId;
    this.loop = loop;
    this.callbacks = callbacks;
  }

  /// What listeners need of the hub.
  interface Callbacks {
    /// A cleared chat has a new message: the listener must be shown the chat first.
    void show(Listener listener);

    /// A message went to a user's connection.
    void delivered(long chatId, long userId, long messageId);

    /// The chat has ended: the listener has heard all of it, and listens no longer.
    void ended(Listener listener);

    /// Nobody listens to the chat, and nothing is on its way.
    void idle(long chatId);

    /// Whether an entry that comes too early for a listener comes again, after those before it.
    boolean comesAgain();
  }

  /// Whether nobody listens, and nothing is on its way to who comes.
  boolean isIdle() {
    return listeners.isEmpty() && !running;
  }

  List<Listener> all() {
    return listeners;
  }

  void add(Listener listener) {
    listeners.add(listener);
    if (flooded) {
      listener.subscriber.peer.overflow();
    }
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
    if (flooded) {
      return;
    }
    waiting.add(event);
    if (!running) {
      running = true;
      beginBatch();
      return;
    }
    waitingBytes += event.json(LiveEvent.Form.OTHERS).length;
    if (waiting.size() > MAX_WAITING || waitingBytes > MAX_WAITING_BYTES) {
      flooded = true;
      waiting.clear();
    }
  }

  /// The chat ends: when all its entries are sent, each listener is told so.
  void end() {
    ending = true;
    if (!running) {
      running = true;
      farewell();
    }
  }

  private void beginBatch() {
    if (listeners.size() > FEW) {
      loop.execute(this::nextBatch);
    } else {
      nextBatch();
    }
  }

  private void nextBatch() {
    batch = new ArrayList<>(Math.min(waiting.size(), MAX_BATCH));
    while (!waiting.isEmpty() && batch.size() < MAX_BATCH) {
      batch.add(waiting.remove());
    }
    waitingBytes = waiting.isEmpty() ? 0 : waitingBytes;
    left = listeners.size();
    nextSlice();
  }

  private void nextSlice() {
    int slice = Math.clamp(SLICE_SENDS / Math.max(1, batch.size()), 1, SLICE);
    int until = Math.max(0, left - slice);
    while (left > until) {
      left--;
      deliver(listeners.get(left), batch);
    }
    if (left > 0) {
      loop.execute(this::nextSlice);
    } else {
      batchSent();
    }
  }

  private void batchSent() {
    batch = List.of();
    releasePackets();
    if (flooded) {
      left = listeners.size();
      closeSome();
    } else if (!waiting.isEmpty()) {
      beginBatch();
    } else if (ending) {
      farewell();
    } else {
      rest();
    }
  }

  private void rest() {
    running = false;
    if (listeners.isEmpty()) {
      callbacks.idle(chatId);
    }
  }

  private void releasePackets() {
    packets.values().forEach(Packet::release);
    packets.clear();
  }

  // Entries have come faster than they can be sent for too long.
  private void closeSome() {
    int until = Math.max(0, left - SLICE);
    while (left > until) {
      left--;
      listeners.get(left).subscriber.peer.overflow();
    }
    if (left > 0) {
      loop.execute(this::closeSome);
    } else {
      log.warn("Chat {}: too many entries waited, so those who listened were closed", chatId);
      flooded = false;
      waitingBytes = 0;
      batchSent();
    }
  }

  private void farewell() {
    for (int i = 0; i < SLICE && !listeners.isEmpty(); i++) {
      callbacks.ended(listeners.removeLast());
    }
    if (listeners.isEmpty()) {
      rest();
    } else {
      loop.execute(this::farewell);
    }
  }

  // What goes wrong with one is that one's affair: it is closed, and catches up.
  private void deliver(Listener listener, Collection<LiveEvent> events) {
    try {
      events.forEach(event -> deliver(listener, event));
    } catch (RuntimeException e) {
      log.error("A listener of chat {} could not be given an entry", chatId, e);
      listener.subscriber.peer.overflow();
    }
  }

  private void deliver(Listener listener, LiveEvent event) {
    if (!listener.takes(event.id(), callbacks.comesAgain())) {
      return;
    }
    Message message = event.message();
    if (!listener.shown && message != null) {
      listener.shown = true;
      listener.hold();
      callbacks.show(listener);
    }
    if (listener.shown) {
      listener.now(() -> transmit(listener, event));
    }
  }

  /// Gives a listener at once what has been sent so far, though others may still wait for it: then
  /// what is done next comes after that.
  void hurry(Listener listener) {
    deliver(listener, batch);
    deliver(listener, waiting);
  }

  private void transmit(Listener listener, LiveEvent event) {
    Subscriber subscriber = listener.subscriber;
    Peer peer = subscriber.peer;
    LiveEvent.Form form = event.form(subscriber.userId(), listener.firstEventId);
    PacketKey key = new PacketKey(event.id(), form);
    Packet packet = packets.computeIfAbsent(key, _ -> peer.pack(event.json(form)));
    boolean sent = peer.send(packet, false);
    Message message = event.message();
    if (sent && message != null && members.isSmall() && !isFrom(message, subscriber.userId())) {
      callbacks.delivered(listener.chatId, subscriber.userId(), message.message_id());
    }
  }

  private static boolean isFrom(Message message, long userId) {
    return message.from_id() != null && message.from_id() == userId;
  }

  private record PacketKey(long eventId, LiveEvent.Form form) {}

  /// Sends what was held back: the listener has been shown the chat.
  void release(Listener listener) {
    listener.release();
    if (!running) {
      releasePackets();
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
