package io.vestnik.bench.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a process has used up to now.
///
/// @param rss resident memory in bytes, 0 where the system does not tell
/// @param peak the most that it ever was
public record Usage(Duration cpu, long rss, long peak) {
  /// Of a process of which nothing is known.
  public static final Usage UNKNOWN = new Usage(Duration.ZERO, 0, 0);

  private static final Pattern MEMORY = Pattern.compile("(VmRSS|VmHWM):\\s+(\\d+) kB");

  /// Of the process with this number.
  public static Usage of(long pid) {
    Duration cpu =
        ProcessHandle.of(pid)
            .flatMap(handle -> handle.info().totalCpuDuration())
            .orElse(Duration.ZERO);
    long now = 0;
    long peak = 0;
    try {
      Matcher lines =
          MEMORY.matcher(Files.readString(Path.of("/proc", Long.toString(pid), "status")));
      while (lines.find()) {
        long bytes = Long.parseLong(lines.group(2)) << 10;
        now = lines.group(1).equals("VmRSS") ? bytes : now;
        peak = lines.group(1).equals("VmHWM") ? bytes : peak;
      }
    } catch (IOException e) {
      return new Usage(cpu, 0, 0);
    }
    return new Usage(cpu, now, peak);
  }

  /// Of both together.
  Usage and(Usage other) {
    return new Usage(cpu.plus(other.cpu), rss + other.rss, peak + other.peak);
  }

  /// Seconds of a processor that were used since.
  public double cpuSecondsSince(Usage before) {
    return cpu.minus(before.cpu).toNanos() / 1e9;
  }
}
