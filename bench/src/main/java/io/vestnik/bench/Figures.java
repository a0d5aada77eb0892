package io.vestnik.bench;

import com.google.errorprone.annotations.FormatMethod;
import java.util.Locale;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/// What a run found.
///
/// @param server null where the server was somebody else's
public record Figures(
    Run run, long acknowledged, double perSecond, Latency latency, @Nullable OfServer server) {

  /// What was asked for.
  public record Run(int pairs, int outstanding, int seconds, int warmupSeconds, boolean keyed) {}

  /// Microseconds from sending to the answer.
  public record Latency(double p50, double p99, double p999, double max) {
    static Latency of(Histogram nanos) {
      return new Latency(
          nanos.getValueAtPercentile(50) / 1e3,
          nanos.getValueAtPercentile(99) / 1e3,
          nanos.getValueAtPercentile(99.9) / 1e3,
          nanos.getMaxValue() / 1e3);
    }
  }

  /// Resident memory in bytes, 0 where the system does not tell.
  public record Memory(long now, long peak) {}

  /// What the server used; commits and bytes over its whole life, warm-up included.
  ///
  /// @param ofBaseline acknowledged a second, of what SQLite alone writes
  public record OfServer(
      double messagesPerCommit,
      double bytesPerMessage,
      double cpuSeconds,
      double cpuMicrosPerMessage,
      Memory memory,
      double baselineRowsPerSecond,
      double ofBaseline) {}

  /// As a table for people.
  String table() {
    StringBuilder table = new StringBuilder();
    line(
        table,
        "%d pairs (%d connections), %d outstanding, %d s after %d s of warm-up%s",
        run.pairs,
        2 * run.pairs,
        run.outstanding,
        run.seconds,
        run.warmupSeconds,
        run.keyed ? ", with client_message_id" : "");
    line(table, "acknowledged   %,.0f a second (%,d in all)", perSecond, acknowledged);
    line(
        table,
        "latency        p50 %.2f ms · p99 %.2f ms · p99.9 %.2f ms · max %.2f ms",
        latency.p50 / 1e3,
        latency.p99 / 1e3,
        latency.p999 / 1e3,
        latency.max / 1e3);
    if (server != null) {
      addServer(table, server);
    }
    return table.toString();
  }

  private static void addServer(StringBuilder table, OfServer server) {
    line(
        table,
        "commits        %.4f a message (%.1f messages a commit)",
        server.messagesPerCommit == 0 ? 0 : 1 / server.messagesPerCommit,
        server.messagesPerCommit);
    line(table, "allocated      %,.0f bytes a message", server.bytesPerMessage);
    line(
        table,
        "processor      %.1f s (%.1f µs a message)",
        server.cpuSeconds,
        server.cpuMicrosPerMessage);
    line(
        table,
        "memory         %,d MiB resident, at most %,d MiB",
        server.memory.now() >> 20,
        server.memory.peak() >> 20);
    line(
        table,
        "bare SQLite    %,.0f rows a second in the same batches: the server reaches %.0f %%",
        server.baselineRowsPerSecond,
        100 * server.ofBaseline);
  }

  @FormatMethod
  private static void line(StringBuilder table, String format, Object... values) {
    table.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
