package io.vestnik.bench.run;

import java.util.Locale;

/// Says every few seconds how far something long has come.
public final class Progress {
  private static final long EVERY_NANOS = 2_000_000_000;

  private final String what;
  private final long total;
  private final long began = System.nanoTime();
  private long next = began + EVERY_NANOS;

  public Progress(String what, long total) {
    this.what = what;
    this.total = total;
  }

  public void at(long done) {
    long now = System.nanoTime();
    if (now < next) {
      return;
    }
    next = now + EVERY_NANOS;
    double seconds = (now - began) / 1e9;
    System.out.printf(
        Locale.ROOT,
        "%s: %,d of %,d (%.0f %%), %,.0f a second%n",
        what,
        done,
        total,
        100.0 * done / Math.max(1, total),
        done / seconds);
  }
}
