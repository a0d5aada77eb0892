package io.vestnik.store;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// Has what was committed told in the order of the commits, though several commit at a time. A turn
/// is taken before the commit, while all is locked that it changes: so of two that change the same
/// the one that commits first has the earlier turn.
final class Turns {
  private final Deque<Turn> waiting = new ArrayDeque<>();
  private boolean telling;

  /// One commit's place.
  static final class Turn {
    private @Nullable Runnable then;
  }

  synchronized Turn take() {
    Turn turn = new Turn();
    waiting.add(turn);
    return turn;
  }

  /// The commit of the turn is over: `then` runs when those of all earlier turns have, on the
  /// thread of whoever was last to be waited for.
  void over(Turn turn, Runnable then) {
    synchronized (this) {
      turn.then = then;
      if (telling) {
        return;
      }
      telling = true;
    }
    for (Runnable next = next(); next != null; next = next()) {
      next.run();
    }
  }

  private synchronized @Nullable Runnable next() {
    Turn first = waiting.peek();
    Runnable then = first == null ? null : first.then;
    if (then == null) {
      telling = false;
    } else {
      waiting.remove();
    }
    return then;
  }
}
