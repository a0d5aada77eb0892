package io.vestnik.live;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A subscribed connection's place in one chat.
final class Listener {
  /// More than these are not kept for one that waits for its view of the chat.
  static final int MAX_HELD = 1_000;

  final Subscriber subscriber;
  final long chatId;

  /// The last entry that was sent, or that it knew at its start.
  long position;

  /// Whether getChats shows the chat to it: a cleared one comes back with its next message.
  boolean shown;

  /// The entries that wait until it has been shown the chat; null where it has.
  @Nullable List<LiveEvent> held;

  Listener(Subscriber subscriber, long chatId, long position, boolean shown) {
    this.subscriber = subscriber;
    this.chatId = chatId;
    this.position = position;
    this.shown = shown;
  }

  /// Holds entries back from now on.
  void hold() {
    if (held == null) {
      held = new ArrayList<>();
    }
  }
}
