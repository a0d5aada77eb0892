package io.vestnik.bench.run;

import io.vestnik.bench.wire.Connections;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/// Lets a load run for a time, and says each second how it goes.
public final class Watch {
  private static final long SECOND = 1_000_000_000;

  private final Connections connections;
  private final List<Meter> meters;

  public Watch(Connections connections, List<Meter> meters) {
    this.connections = connections;
    this.meters = meters;
  }

  /// What the load's measured time was.
  ///
  /// @param cpu seconds of a processor that the server used
  public record Measured(double seconds, double cpu, Usage after) {}

  /// Warms up, then measures; the meters then hold the measured time alone.
  public Measured run(Seconds time, Running server, String what) {
    go(time.warmup(), what + ", warm-up");
    meters.forEach(Meter::reset);
    Usage before = server.usage();
    double took = go(time.measured(), what);
    Usage after = server.usage();
    return new Measured(took, after.cpuSecondsSince(before), after);
  }

  /// Lets it run without a word, and counts what is measured to all before.
  public void quietly(Seconds time) {
    long end = System.nanoTime() + time.measured() * SECOND;
    connections.pass(end - System.nanoTime());
    meters.forEach(Meter::collect);
  }

  private double go(int seconds, String what) {
    long began = System.nanoTime();
    for (int second = 1; second <= seconds; second++) {
      connections.pass(began + second * SECOND - System.nanoTime());
      StringBuilder line = new StringBuilder();
      line.append(String.format(Locale.ROOT, "%s, %d s", what, second));
      for (Meter meter : meters) {
        Histogram last = meter.collect();
        line.append(
            String.format(
                Locale.ROOT,
                " · %,d %s p50 %.2f p99 %.2f ms",
                last.getTotalCount(),
                meter.name(),
                last.getValueAtPercentile(50) / 1e6,
                last.getValueAtPercentile(99) / 1e6));
      }
      System.out.println(line);
    }
    return (System.nanoTime() - began) / 1e9;
  }
}
