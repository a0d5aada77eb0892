package io.vestnik.bench.workload;

import io.netty.channel.EventLoop;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Sends at a rate that does not wait for the server. The writers take turns; a message that cannot
/// leave at its time is measured from that time all the same.
final class Pacer {
  // Finer would cost the generator more than it tells.
  private static final long SHORTEST_WAIT = 100_000;

  private final EventLoop loop;
  private final List<Writer> writers;
  private final double interval;
  private final long began = System.nanoTime();
  private long sent;
  private boolean stopped;

  /// @param rate messages a second, of all these together
  Pacer(EventLoop loop, List<Writer> writers, double rate) {
    this.loop = loop;
    this.writers = writers;
    this.interval = 1e9 / rate;
  }

  /// Begins; to be called on the loop.
  void run() {
    long now = System.nanoTime();
    long due = intended();
    while (!stopped && due <= now) {
      Writer next = writers.get((int) (sent % writers.size()));
      if (!next.maySend()) {
        break;
      }
      next.send(due);
      sent++;
      due = intended();
    }
    if (!stopped) {
      long wait = Math.max(SHORTEST_WAIT, due - System.nanoTime());
      loop.schedule(this::run, wait, TimeUnit.NANOSECONDS);
    }
  }

  private long intended() {
    return began + (long) (sent * interval);
  }

  void stop() {
    stopped = true;
  }
}
