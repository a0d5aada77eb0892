package io.vestnik.wire;

import java.time.Duration;

/// A moment after which waiting ends; the only place of this package that reads a clock to wait.
record Deadline(long nanos) {

  static Deadline in(Duration wait) {
    return new Deadline(System.nanoTime() + wait.toNanos());
  }

  /// What is left of the time; below zero once it is up.
  Duration left() {
    return Duration.ofNanos(nanos - System.nanoTime());
  }

  /// For `Socket.setSoTimeout`: never 0, which would wait for ever.
  int socketTimeoutMillis() {
    return Math.clamp(left().toMillis(), 1, Integer.MAX_VALUE);
  }
}
