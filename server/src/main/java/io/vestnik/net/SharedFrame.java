package io.vestnik.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.vestnik.mode.Packet;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/// One event's frame for all the connections of a loop: the same bytes go to each, compressed at
/// most once.
final class SharedFrame implements Packet {
  private final ByteBufAllocator alloc;
  private final ByteBuf plain;
  private @Nullable ByteBuf compressed;

  SharedFrame(ByteBufAllocator alloc, byte[] json) {
    this.alloc = alloc;
    plain =
        Frames.text(
            alloc,
            stream -> {
              try {
                stream.write(json);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
  }

  /// The frame for one reader, who releases it.
  ByteBuf forReader(boolean deflate) {
    if (!deflate || plain.readableBytes() < Deflate.MIN_BYTES) {
      return plain.retainedDuplicate();
    }
    if (compressed == null) {
      compressed = Frames.compressed(alloc, plain);
    }
    return compressed.retainedDuplicate();
  }

  @Override
  public void release() {
    plain.release();
    if (compressed != null) {
      compressed.release();
    }
  }
}
