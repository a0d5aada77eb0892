package io.vestnik.client;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long to wait before the next try: twice as long each time, up to a bound, and at random
/// between a half and the whole of it, so that many clients do not come at once.
final class Backoff {
  private final Duration first;
  private final Duration most;
  private final RandomGenerator random;
  private int tries;

  Backoff(Duration first, Duration most, RandomGenerator random) {
    this.first = first;
    this.most = most;
    this.random = random;
  }

  /// The wait before the next try.
  Duration next() {
    long longest = first.toNanos();
    for (int i = 0; i < tries && longest < most.toNanos(); i++) {
      longest *= 2;
    }
    tries++;
    longest = Math.min(longest, most.toNanos());
    return Duration.ofNanos(longest / 2 + random.nextLong(Math.max(1, longest / 2)));
  }

  /// It has worked: the next wait is the first again.
  void reset() {
    tries = 0;
  }
}
