package io.vestnik.bench.wire;

import io.netty.buffer.ByteBuf;

/// What a connection does with what it hears. Runs on the connection's event loop.
public interface Talker {
  /// Hears a text frame; the buffer is good only until this returns.
  void heard(Line line, ByteBuf text);
}
