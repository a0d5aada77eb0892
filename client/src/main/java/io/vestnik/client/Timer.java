package io.vestnik.client;

import java.time.Duration;

/// Wakes a client later. With [io.vestnik.model.Clock] it is all that a client knows of time.
public interface Timer {
  /// Runs the task once, when so much time has passed; on any thread, and the task does not block.
  void after(Duration delay, Runnable task);
}
