package io.vestnik.bus;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// Texts that wait, first in, first out, so many characters at most. What is too much for it makes
/// it forget all of them, and say so before the next one: who hears that looks for everything
/// anyway.
final class Backlog {
  private static final int COST = 64;

  private final long most;
  private final Deque<String> texts = new ArrayDeque<>();
  private long size;
  private boolean lost;
  private boolean due;
  private boolean closed;

  /// @param most the characters that may wait, and 64 for each text
  Backlog(long most) {
    this.most = most;
  }

  /// Another text waits.
  synchronized void add(String text) {
    if (closed) {
      return;
    }
    if (size + text.length() + COST > most) {
      lose();
    }
    texts.add(text);
    size += text.length() + COST;
    notifyAll();
  }

  /// Something is lost, and what waits with it.
  synchronized void lose() {
    texts.clear();
    size = 0;
    lost = true;
    notifyAll();
  }

  /// Whoever takes a payload is to get one now, even if nothing waits.
  synchronized void nudge() {
    due = true;
    notifyAll();
  }

  /// Nothing comes or waits any more.
  synchronized void close() {
    closed = true;
    notifyAll();
  }

  /// What comes next; waits for it. Null once closed.
  synchronized Bus.@Nullable Heard take() throws InterruptedException {
    while (!closed && !lost && texts.isEmpty()) {
      wait();
    }
    if (lost) {
      lost = false;
      return closed ? null : new Bus.Loss();
    }
    return closed ? null : new Bus.Text(removed());
  }

  /// All that waits and fits into one payload; waits for some. What closes it is sent still: null
  /// only after that.
  ///
  /// @param most the longest payload
  synchronized @Nullable String take(String sender, int most, long waitMillis)
      throws InterruptedException {
    for (boolean waited = false; !waited && !closed && nothing(); waited = true) {
      wait(waitMillis);
    }
    if (nothing()) {
      return null;
    }
    StringBuilder payload = Payload.begin(sender, lost);
    lost = false;
    due = false;
    while (!texts.isEmpty() && payload.length() + texts.peek().length() < most) {
      Payload.add(payload, removed());
    }
    return payload.toString();
  }

  private boolean nothing() {
    return !due && !lost && texts.isEmpty();
  }

  private String removed() {
    String text = texts.remove();
    size -= text.length() + COST;
    return text;
  }

  synchronized boolean isClosed() {
    return closed && texts.isEmpty();
  }
}
