package io.vestnik.command;

import io.vestnik.store.Copies;

/// Says on standard error how far a long copy is.
final class ProgressLines implements Copies.Progress {
  private static final int MEBI = 20;

  private final String doing;

  ProgressLines(String doing) {
    this.doing = doing;
  }

  @Override
  public void at(long bytes, long whole) {
    if (bytes >= whole) {
      return; // the end is said by the command itself
    }
    System.err.printf("%s: %d of about %d MiB%n", doing, bytes >> MEBI, whole >> MEBI);
  }
}
