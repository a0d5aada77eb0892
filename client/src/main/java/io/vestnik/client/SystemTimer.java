package io.vestnik.client;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// The JDK's own timer: one thread for the whole process.
public final class SystemTimer implements Timer {
  @Override
  public void after(Duration delay, Runnable task) {
    CompletableFuture.delayedExecutor(delay.toNanos(), TimeUnit.NANOSECONDS, Runnable::run)
        .execute(task);
  }
}
