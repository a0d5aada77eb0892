package io.vestnik.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DuplexChannel;
import java.util.concurrent.TimeUnit;

/// The end of a connection that the server closes: a close frame after all that is under way, and
/// time for the client to take it.
final class Farewell {
  private static final long PAUSE_MILLIS = 3_000;

  private Farewell() {}

  /// Sends the close frame as the last one, and sees to it that the connection ends.
  static void say(ChannelHandlerContext context, Outbox outbox, ByteBuf closeFrame) {
    outbox
        .write(closeFrame)
        .addListener(sent -> {
          // The client sees the end at once, and its own end comes back; a close frame of its own
          // may not, for after a protocol error no frame is read any more.
          if (sent.isSuccess() && context.channel() instanceof DuplexChannel channel) {
            channel.shutdownOutput();
          }
        });
    endUnlessTaken(context, outbox, outbox.bytesGone());
  }

  // A slow reader has its time for what is under way; one that takes nothing any more has not.
  private static void endUnlessTaken(
      ChannelHandlerContext context, Outbox outbox, long goneBefore) {
    context
        .executor()
        .schedule(
            () -> {
              long gone = outbox.bytesGone();
              if (gone == goneBefore || !context.channel().isActive()) {
                context.close();
              } else {
                endUnlessTaken(context, outbox, gone);
              }
            },
            PAUSE_MILLIS,
            TimeUnit.MILLISECONDS);
  }
}
