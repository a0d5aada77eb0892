package io.vestnik.store;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// What waits to be written, in lines. Of one line many messages, or one unit, may be under way at
/// a time, in the order in which they came; different lines know nothing of each other. Bounded.
final class Lines {
  private final int max;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition messagesReady = lock.newCondition();
  private final Condition unitsReady = lock.newCondition();
  private final IdentityHashMap<Object, Line> lines = new IdentityHashMap<>();
  private final Deque<Waiting> messages = new ArrayDeque<>();
  private final Deque<Waiting> units = new ArrayDeque<>();
  private int size;
  private boolean closing;

  /// @param max how many may wait or be under way
  Lines(int max) {
    this.max = max;
  }

  /// One that waits, or is under way until [#finished].
  static final class Waiting {
    final Pending pending;
    final Object line;

    /// How often others held its chat.
    int skips;

    Waiting(Object line, Pending pending) {
      this.line = line;
      this.pending = pending;
    }
  }

  private static final class Line {
    int messagesReady;
    boolean unitReady;
    final Deque<Waiting> behind = new ArrayDeque<>(0);

    boolean lets(Pending next) {
      return switch (next) {
        case Pending.Message _ -> !unitReady;
        case Pending.Unit<?> _ -> !unitReady && messagesReady == 0;
      };
    }

    boolean isEmpty() {
      return messagesReady == 0 && !unitReady && behind.isEmpty();
    }
  }

  /// Takes it in; false where too many wait, or nobody works any more.
  boolean offer(Object key, Pending pending) {
    lock.lock();
    try {
      if (closing || size >= max) {
        return false;
      }
      size++;
      Line line = lines.computeIfAbsent(key, _ -> new Line());
      line.behind.add(new Waiting(key, pending));
      moveUp(line);
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void moveUp(Line line) {
    for (Waiting next = line.behind.peek();
        next != null && line.lets(next.pending);
        next = line.behind.peek()) {
      line.behind.remove();
      switch (next.pending) {
        case Pending.Message _ -> {
          line.messagesReady++;
          messages.add(next);
          messagesReady.signal();
        }
        case Pending.Unit<?> _ -> {
          line.unitReady = true;
          units.add(next);
          unitsReady.signal();
        }
      }
    }
  }

  /// Waits for messages that may be written now; none where all is done and nothing will come.
  List<Waiting> takeMessages(int most) {
    return take(messages, messagesReady, most);
  }

  /// Waits for a unit that may be carried out now; null where all is done and nothing will come.
  @Nullable Waiting takeUnit() {
    List<Waiting> unit = take(units, unitsReady, 1);
    return unit.isEmpty() ? null : unit.getFirst();
  }

  private List<Waiting> take(Deque<Waiting> from, Condition ready, int most) {
    lock.lock();
    try {
      while (from.isEmpty() && !(closing && size == 0)) {
        ready.awaitUninterruptibly();
      }
      List<Waiting> taken = new ArrayList<>(Math.min(most, from.size()));
      while (taken.size() < most && !from.isEmpty()) {
        taken.add(from.remove());
      }
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /// Puts messages that were taken back to the front, in their order.
  void putBack(List<Waiting> taken) {
    lock.lock();
    try {
      taken.reversed().forEach(messages::addFirst);
      messagesReady.signal();
    } finally {
      lock.unlock();
    }
  }

  /// Waits until a message comes, but no longer than this.
  void pause(Duration longest) {
    lock.lock();
    try {
      int before = messages.size();
      long left = longest.toNanos();
      while (left > 0 && messages.size() == before) {
        left = messagesReady.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  /// Lets those go on that stood behind these.
  void finished(Collection<Waiting> done) {
    lock.lock();
    try {
      done.forEach(this::leave);
      sayIfAllIsDone();
    } finally {
      lock.unlock();
    }
  }

  private void sayIfAllIsDone() {
    if (closing && size == 0) {
      messagesReady.signalAll();
      unitsReady.signalAll();
    }
  }

  private void leave(Waiting done) {
    size--;
    Line line = lines.get(done.line);
    if (line == null) {
      return;
    }
    switch (done.pending) {
      case Pending.Message _ -> line.messagesReady--;
      case Pending.Unit<?> _ -> line.unitReady = false;
    }
    moveUp(line);
    if (line.isEmpty()) {
      lines.remove(done.line);
    }
  }

  /// Takes out all that is not under way, for good.
  List<Waiting> drain() {
    lock.lock();
    try {
      List<Waiting> behind = new ArrayList<>();
      for (Line line : lines.values()) {
        behind.addAll(line.behind);
        line.behind.clear();
      }
      size -= behind.size();
      List<Waiting> ready = new ArrayList<>(messages);
      ready.addAll(units);
      messages.clear();
      units.clear();
      ready.forEach(this::leave);
      ready.addAll(behind);
      sayIfAllIsDone();
      return ready;
    } finally {
      lock.unlock();
    }
  }

  /// Takes nothing more in; what waits is still given out.
  void close() {
    lock.lock();
    try {
      closing = true;
      messagesReady.signalAll();
      unitsReady.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
