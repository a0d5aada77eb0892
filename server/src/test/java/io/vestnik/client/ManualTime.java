package io.vestnik.client;

import io.vestnik.model.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// A clock and its timer that stand still until they are moved.
final class ManualTime implements Clock, Timer {
  private final TreeMap<Long, List<Runnable>> tasks = new TreeMap<>();
  private long nanos = 1_767_225_600_000L * 1_000_000;

  @Override
  public synchronized long millis() {
    return nanos / 1_000_000;
  }

  @Override
  public synchronized long nanos() {
    return nanos;
  }

  @Override
  public synchronized void after(Duration delay, Runnable task) {
    tasks.computeIfAbsent(nanos + delay.toNanos(), _ -> new ArrayList<>()).add(task);
  }

  /// Moves on, and wakes whoever was to be woken.
  void advance(Duration by) {
    List<Runnable> due = new ArrayList<>();
    synchronized (this) {
      nanos += by.toNanos();
      while (!tasks.isEmpty() && tasks.firstKey() <= nanos) {
        due.addAll(tasks.pollFirstEntry().getValue());
      }
    }
    due.forEach(Runnable::run);
  }
}
