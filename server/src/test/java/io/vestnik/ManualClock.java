package io.vestnik;

import io.vestnik.model.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/// A clock that stands still until it is moved.
public final class ManualClock implements Clock {
  private final AtomicLong nanos = new AtomicLong(1_767_225_600_000L * 1_000_000);

  @Override
  public long millis() {
    return nanos.get() / 1_000_000;
  }

  @Override
  public long nanos() {
    return nanos.get();
  }

  /// Moves it on.
  public void advance(Duration by) {
    nanos.addAndGet(by.toNanos());
  }
}
