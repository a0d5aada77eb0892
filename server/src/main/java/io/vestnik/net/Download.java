package io.vestnik.net;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.vestnik.store.Reply;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A file on its way to a client, a part at a time: the next is read when the one before has been
/// written out. Everything here runs on the connection's loop.
final class Download {
  private static final Logger log = LoggerFactory.getLogger(Download.class);

  // A client that takes no part in this time has gone to sleep, or wants to hold the memory.
  private static final int PATIENCE_SECONDS = 120;

  // What the kernel has taken is not what the client has: it is to take little beforehand, so that
  // a slow client is seen to go on.
  private static final int KERNEL_BYTES = 256 << 10;

  private final FileSource files;
  private final FileSource.Found file;
  private final Runnable atEnd;
  private final long to;
  private long at;

  /// @param atEnd run once, however it ends
  Download(FileSource files, FileSource.Found file, ByteRange range, Runnable atEnd) {
    this.files = files;
    this.file = file;
    this.atEnd = atEnd;
    at = range.from();
    to = range.to();
  }

  /// Writes all of it.
  ///
  /// @param done hears whether all was written; where not, what was is not the file
  void run(ChannelHandlerContext context, Consumer<Boolean> done) {
    context.channel().config().setOption(ChannelOption.SO_SNDBUF, KERNEL_BYTES);
    next(context, done);
  }

  private void next(ChannelHandlerContext context, Consumer<Boolean> done) {
    if (at > to) {
      finish(done, true);
      return;
    }
    files.read(
        file,
        at / file.partBytes(),
        new Reply<>(
            context.executor(),
            outcome -> {
              switch (outcome) {
                case Reply.Done<byte[]>(byte[] part) -> write(context, part, done);
                case Reply.Failed<byte[]>(RuntimeException why) -> {
                  log.debug("A download is broken off: {}", why.toString());
                  finish(done, false);
                }
              }
            }));
  }

  private void write(ChannelHandlerContext context, byte[] part, Consumer<Boolean> done) {
    int from = (int) (at % file.partBytes());
    int length = (int) Math.min(part.length - from, to + 1 - at);
    if (length <= 0) {
      log.error("A part of the file {} is too short", file.fileId());
      finish(done, false);
      return;
    }
    at += length;
    Future<?> deadline =
        context.executor().schedule(() -> late(context), PATIENCE_SECONDS, TimeUnit.SECONDS);
    context
        .writeAndFlush(new DefaultHttpContent(Unpooled.wrappedBuffer(part, from, length)))
        .addListener(written -> {
          deadline.cancel(false);
          if (written.isSuccess()) {
            next(context, done);
          } else {
            finish(done, false);
          }
        });
  }

  private static void late(ChannelHandlerContext context) {
    log.debug("{} takes nothing of its download: closed", context.channel().remoteAddress());
    context.close();
  }

  private void finish(Consumer<Boolean> done, boolean whole) {
    atEnd.run();
    done.accept(whole);
  }
}
