package io.vestnik.bench.run;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/// How long something took each time it was done. Recorded on any thread, read on one.
public final class Meter {
  private static final int DIGITS = 3;

  private final String name;
  private final Recorder recorder = new Recorder(DIGITS);
  private Histogram all = new Histogram(DIGITS);

  /// @param name what was done, as in "acknowledged"
  public Meter(String name) {
    this.name = name;
  }

  public String name() {
    return name;
  }

  public void record(long nanos) {
    recorder.recordValue(Math.max(0, nanos));
  }

  /// What was recorded since it was last asked; it counts to the whole from now on.
  Histogram collect() {
    Histogram last = recorder.getIntervalHistogram();
    all.add(last);
    return last;
  }

  /// Forgets all so far.
  void reset() {
    recorder.reset();
    all = new Histogram(DIGITS);
  }

  /// All that was collected since the reset.
  public Histogram whole() {
    return all;
  }

  public long count() {
    return all.getTotalCount();
  }
}
