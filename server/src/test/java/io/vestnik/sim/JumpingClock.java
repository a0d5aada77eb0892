package io.vestnik.sim;

import io.vestnik.model.Clock;
import io.vestnik.model.SystemClock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/// The time of one machine: it goes on as it does, and now and then jumps forward, as where the
/// machine has slept, or somebody has set it.
final class JumpingClock implements Clock {
  private final Clock system = new SystemClock();
  private final AtomicLong aheadNanos = new AtomicLong();

  void jump(Duration by) {
    aheadNanos.addAndGet(by.toNanos());
  }

  @Override
  public long millis() {
    return system.millis() + Duration.ofNanos(aheadNanos.get()).toMillis();
  }

  @Override
  public long nanos() {
    return system.nanos() + aheadNanos.get();
  }
}
