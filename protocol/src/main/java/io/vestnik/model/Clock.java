package io.vestnik.model;

/// The only way to ask for the time, so that a test can own it.
public interface Clock {
  /// Milliseconds since the Unix epoch, UTC. May jump, as wall clocks do.
  long millis();

  /// Nanoseconds from some fixed moment. Never goes back; for measuring what has passed.
  long nanos();
}
