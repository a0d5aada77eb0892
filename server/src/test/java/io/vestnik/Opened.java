package io.vestnik;

import java.util.ArrayDeque;
import java.util.Deque;

/// What a test has opened, closed at its end: what was opened last is closed first.
public final class Opened implements AutoCloseable {
  private final Deque<AutoCloseable> all = new ArrayDeque<>();

  /// Closes it at the end, too.
  public <T extends AutoCloseable> T add(T one) {
    all.push(one);
    return one;
  }

  @Override
  public void close() {
    while (!all.isEmpty()) {
      close(all.pop());
    }
  }

  private static void close(AutoCloseable one) {
    try {
      one.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      throw new AssertionError("could not be closed", e);
    }
  }
}
