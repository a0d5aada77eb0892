package io.vestnik.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.nio.charset.StandardCharsets;
import java.util.zip.DataFormatException;
import org.jspecify.annotations.Nullable;

/// Puts a connection's text messages together from its frames: fragments joined, inflated, checked
/// to be UTF-8 and within the limit (protocol §1).
final class Messages {
  /// The most that a message may have, inflated.
  static final int MAX_BYTES = 1 << 20;

  /// The most that a frame may have where messages may be compressed.
  static final int MAX_FRAME_BYTES = MAX_BYTES + Deflate.MAX_OVERHEAD;

  private static final int INITIAL_BYTES = 4096;
  private static final int RSV1 = 4;
  private static final Incomplete INCOMPLETE = new Incomplete();
  private static final Control CONTROL = new Control();

  private @Nullable ByteBuf fragments;
  private boolean compressed;

  /// What a frame came to.
  sealed interface Taken {}

  /// A whole message.
  record Text(byte[] utf8) implements Taken {}

  /// A part of one.
  record Incomplete() implements Taken {}

  /// No part of a message: ping, pong or close.
  record Control() implements Taken {}

  /// What ends the connection.
  record Wrong(CloseCode code, String reason) implements Taken {}

  /// Takes a frame; does not keep it.
  Taken take(WebSocketFrame frame) {
    boolean mayBeCompressed =
        frame instanceof TextWebSocketFrame || frame instanceof BinaryWebSocketFrame;
    if (frame.rsv() != 0 && !(frame.rsv() == RSV1 && mayBeCompressed)) {
      return new Wrong(CloseCode.PROTOCOL_ERROR, "Reserved bits that mean nothing here");
    }
    return switch (frame) {
      case BinaryWebSocketFrame _ -> new Wrong(CloseCode.BINARY, "Only text is taken here");
      case TextWebSocketFrame text -> {
        compressed = text.rsv() == RSV1;
        yield text.isFinalFragment() ? whole(bytes(text.content())) : join(text);
      }
      case ContinuationWebSocketFrame part -> join(part);
      case WebSocketFrame _ -> CONTROL;
    };
  }

  private static byte[] bytes(ByteBuf content) {
    return ByteBufUtil.getBytes(content);
  }

  private Taken join(WebSocketFrame part) {
    if (fragments == null) {
      fragments = Unpooled.buffer(INITIAL_BYTES, MAX_FRAME_BYTES);
    }
    ByteBuf content = part.content();
    int most = compressed ? MAX_FRAME_BYTES : MAX_BYTES;
    if (fragments.readableBytes() + content.readableBytes() > most) {
      return tooBig();
    }
    fragments.writeBytes(content, content.readerIndex(), content.readableBytes());
    if (!part.isFinalFragment()) {
      return INCOMPLETE;
    }
    byte[] message = bytes(fragments);
    release();
    return whole(message);
  }

  private Taken whole(byte[] message) {
    if (!compressed && message.length > MAX_BYTES) {
      return tooBig();
    }
    byte[] utf8;
    try {
      utf8 = compressed ? Deflate.inflate(message, MAX_BYTES) : message;
    } catch (DataFormatException e) {
      return new Wrong(CloseCode.NOT_UTF8, "Not deflated data");
    } catch (Deflate.TooBigException e) {
      return tooBig();
    }
    return ByteBufUtil.isText(Unpooled.wrappedBuffer(utf8), StandardCharsets.UTF_8)
        ? new Text(utf8)
        : new Wrong(CloseCode.NOT_UTF8, "Not UTF-8");
  }

  private static Wrong tooBig() {
    return new Wrong(CloseCode.TOO_BIG, "A message may have at most 1 MiB");
  }

  /// Lets go of what was kept.
  void release() {
    if (fragments != null) {
      fragments.release();
      fragments = null;
    }
  }
}
