package io.vestnik.client;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Runs tasks one after the other, in the order in which they came. While there are some it has a
/// virtual thread, else none.
final class Loop implements Executor {
  private final String name;
  private final Consumer<Throwable> failed;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private volatile @Nullable Thread thread;

  /// @param failed told what a task has thrown
  Loop(String name, Consumer<Throwable> failed) {
    this.name = name;
    this.failed = failed;
  }

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
    if (waiting.getAndIncrement() == 0) {
      Thread.ofVirtual().name(name).start(this::run);
    }
  }

  /// Whether the thread that asks is this one's.
  boolean isOwn() {
    return Thread.currentThread().equals(thread);
  }

  private void run() {
    thread = Thread.currentThread();
    int ready = waiting.get();
    while (ready > 0) {
      for (int i = 0; i < ready; i++) {
        runNext();
      }
      ready = waiting.addAndGet(-ready);
    }
  }

  private void runNext() {
    Runnable task = tasks.poll();
    try {
      if (task != null) {
        task.run();
      }
    } catch (RuntimeException | Error e) {
      failed.accept(e);
    }
  }
}
