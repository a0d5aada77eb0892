package io.vestnik.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufOutputStream;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.OutputStream;
import java.util.function.Consumer;

/// The server's WebSocket frames, each complete and ready for the socket (RFC 6455 §5.2). A server
/// masks nothing, so one frame's bytes serve any number of readers.
final class Frames {
  private static final int MAX_HEADER = 10;
  private static final int FINAL = 0x80;
  private static final int COMPRESSED = 0x40;
  private static final int TEXT = 0x1;
  private static final int CLOSE = 0x8;
  private static final int PING = 0x9;
  private static final int PONG = 0xA;
  private static final int MAX_CONTROL = 125;
  private static final int INITIAL = 512;

  private Frames() {}

  /// A text frame of what is written into the stream.
  static ByteBuf text(ByteBufAllocator alloc, Consumer<OutputStream> payload) {
    ByteBuf frame = alloc.buffer(INITIAL).writerIndex(MAX_HEADER);
    try {
      payload.accept(new ByteBufOutputStream(frame));
    } catch (RuntimeException | Error e) {
      frame.release();
      throw e;
    }
    putHeader(frame, FINAL | TEXT);
    return frame;
  }

  /// The same text frame with its payload compressed (RFC 7692).
  static ByteBuf compressed(ByteBufAllocator alloc, ByteBuf text) {
    int header = headerLength(text);
    byte[] payload =
        ByteBufUtil.getBytes(text, text.readerIndex() + header, text.readableBytes() - header);
    ByteBuf frame = alloc.buffer(MAX_HEADER + payload.length / 2).writerIndex(MAX_HEADER);
    Deflate.compress(payload, frame);
    putHeader(frame, FINAL | COMPRESSED | TEXT);
    return frame;
  }

  /// The frame in the form that a reader gets who takes compressed ones. Releases the one given.
  static ByteBuf smaller(ByteBufAllocator alloc, ByteBuf text) {
    if (text.readableBytes() < Deflate.MIN_BYTES) {
      return text;
    }
    try {
      return compressed(alloc, text);
    } finally {
      text.release();
    }
  }

  private static int headerLength(ByteBuf frame) {
    int length = frame.getByte(frame.readerIndex() + 1) & 0x7f;
    return length < 126 ? 2 : length == 126 ? 4 : MAX_HEADER;
  }

  // Right before the payload, which begins at MAX_HEADER.
  private static void putHeader(ByteBuf frame, int first) {
    int length = frame.writerIndex() - MAX_HEADER;
    int start;
    if (length < 126) {
      start = MAX_HEADER - 2;
      frame.setByte(start + 1, length);
    } else if (length < 65_536) {
      start = MAX_HEADER - 4;
      frame.setByte(start + 1, 126).setShort(start + 2, length);
    } else {
      start = 0;
      frame.setByte(start + 1, 127).setLong(start + 2, length);
    }
    frame.setByte(start, first).readerIndex(start);
  }

  static ByteBuf ping() {
    return Unpooled.buffer(2).writeByte(FINAL | PING).writeByte(0);
  }

  static ByteBuf pong(ByteBuf payload) {
    ByteBuf frame = Unpooled.buffer(2 + payload.readableBytes());
    frame.writeByte(FINAL | PONG).writeByte(payload.readableBytes());
    return frame.writeBytes(payload, payload.readerIndex(), payload.readableBytes());
  }

  static ByteBuf close(int code, String reason) {
    ByteBuf frame = Unpooled.buffer(4 + reason.length());
    frame.writeByte(FINAL | CLOSE).writeByte(0).writeShort(code);
    ByteBufUtil.writeUtf8(frame, reason);
    int length = frame.readableBytes() - 2;
    if (length > MAX_CONTROL) {
      throw new IllegalArgumentException("A reason is too long: " + reason);
    }
    return frame.setByte(1, length);
  }
}
