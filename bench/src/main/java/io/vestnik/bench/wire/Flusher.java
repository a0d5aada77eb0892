package io.vestnik.bench.wire;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;

/// Flushes each connection of an event loop once for all that was written in one turn of the loop:
/// a system call costs more than a frame.
final class Flusher {
  private final EventLoop loop;
  private List<Line> written = new ArrayList<>();
  private List<Line> spare = new ArrayList<>();

  Flusher(EventLoop loop) {
    this.loop = loop;
  }

  void wrote(Line line) {
    if (written.isEmpty()) {
      loop.execute(this::flush);
    }
    written.add(line);
  }

  private void flush() {
    List<Line> now = written;
    written = spare;
    spare = now;
    now.forEach(Line::flush);
    now.clear();
  }
}
