package io.vestnik.client;

import io.vestnik.model.Clock;
import java.time.Duration;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// What is to be done later. All of it happens on the client's loop.
final class Alarms {
  private final Clock clock;
  private final Timer timer;
  private final Executor loop;
  private final TreeMap<Alarm, Runnable> tasks = new TreeMap<>();
  private long made;
  private @Nullable Alarm wokenFor;

  Alarms(Clock clock, Timer timer, Executor loop) {
    this.clock = clock;
    this.timer = timer;
    this.loop = loop;
  }

  /// One task to come; the earliest first.
  record Alarm(long atNanos, long number) implements Comparable<Alarm> {
    @Override
    public int compareTo(Alarm other) {
      int byTime = Long.compare(atNanos - other.atNanos, 0);
      return byTime == 0 ? Long.compare(number, other.number) : byTime;
    }
  }

  /// Runs the task when so much time has passed.
  Alarm after(Duration delay, Runnable task) {
    Alarm alarm = new Alarm(clock.nanos() + delay.toNanos(), made++);
    tasks.put(alarm, task);
    wakeForFirst();
    return alarm;
  }

  /// Forgets it, if it is still to come.
  void cancel(@Nullable Alarm alarm) {
    if (alarm != null) {
      tasks.remove(alarm);
    }
  }

  /// Forgets all.
  void clear() {
    tasks.clear();
  }

  private void wakeForFirst() {
    if (tasks.isEmpty()) {
      return;
    }
    Alarm first = tasks.firstKey();
    if (wokenFor == null || first.compareTo(wokenFor) < 0) {
      wokenFor = first;
      Duration delay = Duration.ofNanos(Math.max(0, first.atNanos - clock.nanos()));
      timer.after(delay, () -> loop.execute(() -> ring(first)));
    }
  }

  private void ring(Alarm wokenBy) {
    if (wokenBy.equals(wokenFor)) {
      wokenFor = null;
    }
    try {
      while (!tasks.isEmpty() && tasks.firstKey().atNanos - clock.nanos() <= 0) {
        tasks.pollFirstEntry().getValue().run();
      }
    } finally {
      wakeForFirst();
    }
  }
}
