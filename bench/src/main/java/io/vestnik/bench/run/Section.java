package io.vestnik.bench.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/// The figures of one measurement: a table for people, names and numbers for programs.
public final class Section {
  private static final int LABEL = 30;

  private final String title;
  private final List<String> lines = new ArrayList<>();
  private final Map<String, Object> json = new LinkedHashMap<>();

  Section(String title) {
    this.title = title;
    json.put("title", title);
  }

  /// A figure.
  ///
  /// @param name in the JSON
  /// @param format for people, of the one value
  public Section figure(String name, String label, String format, double value) {
    json.put(name, Double.isFinite(value) ? value : 0.0);
    return line(label, String.format(Locale.ROOT, format, value));
  }

  /// A figure that is a whole number; the format is of a [Double] all the same.
  public Section figure(String name, String label, String format, long value) {
    return figure(name, label, format, (double) value);
  }

  /// What was awaited, in words.
  public Section awaited(String what) {
    json.put("awaited", what);
    return line("awaited", what);
  }

  /// A line for people alone.
  public Section line(String label, String text) {
    lines.add(label + " ".repeat(Math.max(1, LABEL - label.length())) + text);
    return this;
  }

  /// Percentiles, in the JSON as `name` of microseconds.
  public Section latency(String name, String label, Histogram nanos) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("count", nanos.getTotalCount());
    values.put("p50", nanos.getValueAtPercentile(50) / 1e3);
    values.put("p99", nanos.getValueAtPercentile(99) / 1e3);
    values.put("p999", nanos.getValueAtPercentile(99.9) / 1e3);
    values.put("max", nanos.getMaxValue() / 1e3);
    json.put(name, values);
    return line(
        label,
        String.format(
            Locale.ROOT,
            "p50 %.2f ms · p99 %.2f ms · p99.9 %.2f ms · max %.2f ms",
            nanos.getValueAtPercentile(50) / 1e6,
            nanos.getValueAtPercentile(99) / 1e6,
            nanos.getValueAtPercentile(99.9) / 1e6,
            nanos.getMaxValue() / 1e6));
  }

  /// What the server used, where it is known.
  ///
  /// @param operations that it did in the measured time
  public Section server(Watch.Measured measured, long operations) {
    if (measured.after().rss() == 0) {
      return line("server", "not on this machine: no figures of its own");
    }
    figure("cpuSeconds", "processor", "%.2f s", measured.cpu());
    figure("cpuMicrosEach", "", "%.1f µs each", measured.cpu() * 1e6 / Math.max(1, operations));
    figure("cpuShare", "", "%.0f %% of one processor", 100 * measured.cpu() / measured.seconds());
    return memory(measured.after());
  }

  /// The server's memory.
  public Section memory(Usage usage) {
    bytes("rssBytes", "memory", "%,.1f MiB resident", usage.rss());
    return bytes("rssPeakBytes", "", "%,.1f MiB at most", usage.peak());
  }

  /// Bytes, in MiB for people.
  public Section bytes(String name, String label, String format, long bytes) {
    json.put(name, bytes);
    return line(label, String.format(Locale.ROOT, format, bytes / 1048576.0));
  }

  /// Many values of one thing, for programs alone.
  public Section list(String name, List<Double> values) {
    json.put(name, List.copyOf(values));
    return this;
  }

  /// What the server said of itself at its end: of all its life, warm-up included.
  public Section told(ServerProcess.@Nullable Stopped stopped) {
    if (stopped == null) {
      return this;
    }
    figure("messagesPerCommit", "commits", "%.1f messages each", stopped.messagesPerCommit());
    return figure(
        "bytesPerMessage",
        "allocated",
        "%,.0f bytes a message",
        (double) stopped.allocatedBytes() / Math.max(1, stopped.messages()));
  }

  String table() {
    return title + "\n" + String.join("\n", lines.stream().map(line -> "  " + line).toList());
  }

  Map<String, Object> json() {
    return json;
  }
}
