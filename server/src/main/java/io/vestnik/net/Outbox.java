package io.vestnik.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.WriteBufferWaterMark;

/// What waits to be written to one connection. Frames handed over while the event loop is busy go
/// out in one flush. Used on the connection's event loop alone.
final class Outbox {
  /// Above half of this the connection's requests are not read, and none is started.
  static final int MAX_BYTES = 4 << 20;

  /// Half of the bound, as Netty watches it.
  static final WriteBufferWaterMark WATER_MARK =
      new WriteBufferWaterMark(MAX_BYTES / 4, MAX_BYTES / 2);

  private final Channel channel;
  private boolean flushDue;
  private long bytesTaken;

  Outbox(Channel channel) {
    this.channel = channel;
  }

  /// Takes a frame over, and sees that it is flushed soon.
  ChannelFuture write(ByteBuf frame) {
    long before = bytesWaiting();
    ChannelFuture written = channel.write(frame);
    bytesTaken += bytesWaiting() - before;
    if (!flushDue) {
      flushDue = true;
      channel.eventLoop().execute(this::flush);
    }
    return written;
  }

  private void flush() {
    flushDue = false;
    channel.flush();
  }

  /// Whether less than half of the bound waits.
  boolean isRoomy() {
    return channel.isWritable();
  }

  long bytesWaiting() {
    ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
    return buffer == null ? 0 : buffer.totalPendingWriteBytes();
  }

  /// How much the socket has taken so far: what waits no more, and of the frame under way the bytes
  /// that are gone. Nothing but what the socket takes makes it another number.
  long bytesGone() {
    ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
    long underWay = buffer == null ? 0 : buffer.currentProgress();
    return bytesTaken - bytesWaiting() + underWay;
  }
}
