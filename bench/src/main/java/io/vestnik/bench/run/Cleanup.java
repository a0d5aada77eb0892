package io.vestnik.bench.run;

import java.util.ArrayDeque;
import java.util.Deque;

/// What must be gone when the bench ends, however it ends: at SIGTERM and SIGINT too. The last that
/// came goes first, so a server is ended before its folder is removed.
public final class Cleanup {
  private static final Deque<Runnable> JOBS = new ArrayDeque<>();

  static {
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(Cleanup::runAll));
  }

  private Cleanup() {}

  /// Has this run at the end, unless it is [#run] before.
  public static synchronized void add(Runnable job) {
    JOBS.push(job);
  }

  /// Runs it now, and not again.
  public static void run(Runnable job) {
    synchronized (Cleanup.class) {
      if (!JOBS.remove(job)) {
        return;
      }
    }
    job.run();
  }

  private static synchronized void runAll() {
    while (!JOBS.isEmpty()) {
      JOBS.pop().run();
    }
  }
}
