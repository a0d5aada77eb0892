package io.vestnik.live;

import io.vestnik.table.Positions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A subscribed connection's place in one chat.
final class Listener {
  /// More than these are not kept for one that waits for its view of the chat.
  static final int MAX_HELD = 1_000;

  /// Whose; another one's once that has taken the connection over.
  Subscriber subscriber;

  final long chatId;

  /// The chat's first entry that there is for it.
  long firstEventId = 1;

  /// The last entry that was sent, or that it knew at its start.
  long position;

  /// Whether getChats shows the chat to it: a cleared one comes back with its next message.
  boolean shown;

  /// How often a view of the chat was asked for: what came of an earlier asking is out of date.
  int views;

  // What waits until it has been shown the chat; null where it has.
  private @Nullable List<Runnable> held;

  Listener(Subscriber subscriber, Positions.Position read, boolean shown) {
    this(subscriber, read.chatId(), read.lastEventId(), shown);
    firstEventId = read.firstEventId();
  }

  Listener(Subscriber subscriber, long chatId, long position, boolean shown) {
    this.subscriber = subscriber;
    this.chatId = chatId;
    this.position = position;
    this.shown = shown;
  }

  /// Whether an entry is for it, which then has it: none comes twice. One that was on its way when
  /// the listener came may be too early: what is before it, the user's own removal perhaps, would
  /// be passed over.
  ///
  /// @param comesAgain whether an entry that is not taken comes again, after those before it
  boolean takes(long eventId, boolean comesAgain) {
    boolean early = comesAgain && eventId > position + 1;
    if (early || eventId <= position) {
      return false;
    }
    position = eventId;
    return true;
  }

  /// The user cleared the chat up to an entry: it is shown again with the next message.
  void clear(long eventId) {
    position = Math.max(position, eventId);
    firstEventId = Math.max(firstEventId, eventId + 1);
    shown = false;
    held = null;
    views++;
  }

  /// Whether changes of the chat are told: it is shown, and the listener knows it.
  boolean isToldOfChanges() {
    return shown && held == null;
  }

  /// Holds back what it is sent from now on.
  void hold() {
    if (held == null) {
      held = new ArrayList<>();
    }
  }

  /// Sends it something now, or, where things are held back, after those.
  void now(Runnable send) {
    if (held == null) {
      send.run();
      return;
    }
    held.add(send);
    if (held.size() > MAX_HELD) {
      subscriber.peer.overflow();
    }
  }

  /// Sends what was held back.
  void release() {
    List<Runnable> waited = held;
    held = null;
    if (waited != null) {
      waited.forEach(Runnable::run);
    }
  }
}
