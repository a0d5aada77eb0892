package io.vestnik.bench.workload;

import io.vestnik.bench.run.Seconds;
import picocli.CommandLine.Option;

/// A target that is loaded for a time, measurement by measurement.
final class TimedTarget extends Target {
  private static final int MAX_BASELINE_SECONDS = 5;

  @Option(names = "--seconds", defaultValue = "10", description = "Default: ${DEFAULT-VALUE}.")
  private int seconds;

  @Option(names = "--warmup", defaultValue = "15", description = "Default: ${DEFAULT-VALUE} s.")
  private int warmup;

  /// How long each measurement runs.
  Seconds time() {
    require(seconds >= 1 && seconds <= 86_400, "--seconds must be 1 to 86400");
    require(warmup >= 0 && warmup <= 600, "--warmup must be 0 to 600");
    return new Seconds(warmup, seconds);
  }

  /// How long a baseline runs, which settles sooner.
  Seconds baselineTime() {
    return new Seconds(
        Math.min(MAX_BASELINE_SECONDS, warmup), Math.min(MAX_BASELINE_SECONDS, seconds));
  }
}
