package io.vestnik.bench.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One WebSocket. Lives on its event loop. It speaks just as much of the protocol as it takes.
public final class Line extends ByteToMessageDecoder {
  private static final ByteBuf HEAD_END =
      Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(Scan.ascii("\r\n\r\n")));
  private static final int TEXT = 1;
  private static final int CLOSE = 8;
  private static final int PING = 9;
  private static final byte[] PONG = {(byte) 0x8a, (byte) 0x80, 0, 0, 0, 0};

  private final Talker talker;
  private final Opening opening;
  private final Flusher flusher;
  private final Consumer<String> lost;
  private final CompletableFuture<Line> open = new CompletableFuture<>();
  private @Nullable ChannelHandlerContext context;
  private boolean upgraded;
  private boolean greeted;
  private boolean dirty;
  private boolean closing;

  /// How a connection begins.
  ///
  /// @param path what is asked for in the upgrade
  /// @param greeting the first request, whose answer must be 200; null for none
  public record Opening(String path, @Nullable Frame greeting) {}

  /// @param lost hears why the connection ended, if not by [#close]
  Line(Talker talker, Opening opening, Flusher flusher, Consumer<String> lost) {
    this.talker = talker;
    this.opening = opening;
    this.flusher = flusher;
    this.lost = lost;
  }

  /// Completed when the WebSocket is open and its greeting is answered.
  public CompletableFuture<Line> open() {
    return open;
  }

  Talker talker() {
    return talker;
  }

  /// Writes the frame; it leaves at the end of the loop's turn.
  ///
  /// @param number makes the key of one that has a key
  public void send(Frame frame, long number) {
    ChannelHandlerContext to = there();
    to.write(frame.copy(to.alloc(), number), to.voidPromise());
    if (!dirty) {
      dirty = true;
      flusher.wrote(this);
    }
  }

  void flush() {
    dirty = false;
    there().flush();
  }

  /// The thread that it lives on.
  public EventLoop loop() {
    return there().channel().eventLoop();
  }

  /// Ends the connection without a word.
  public void close() {
    closing = true;
    there().close();
  }

  private ChannelHandlerContext there() {
    if (context == null) {
      throw new IllegalStateException("Not connected yet");
    }
    return context;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    context = added;
  }

  @Override
  public void channelActive(ChannelHandlerContext to) {
    String request =
        """
        GET %s HTTP/1.1\r
        Host: localhost\r
        Upgrade: websocket\r
        Connection: Upgrade\r
        Sec-WebSocket-Version: 13\r
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
        \r
        """
            .formatted(opening.path);
    to.writeAndFlush(Unpooled.wrappedBuffer(Scan.ascii(request)), to.voidPromise());
  }

  @Override
  protected void decode(ChannelHandlerContext from, ByteBuf in, List<Object> out) {
    if (!upgraded && !upgrade(in)) {
      return;
    }
    while (in.readableBytes() >= 2) {
      int start = in.readerIndex();
      int kind = in.getByte(start) & 0x0f;
      long length = in.getByte(start + 1) & 0x7f;
      int header = 2;
      if (length >= 126) {
        header = length == 126 ? 4 : 10;
        if (in.readableBytes() < header) {
          return;
        }
        length = length == 126 ? in.getUnsignedShort(start + 2) : in.getLong(start + 2);
      }
      if (in.readableBytes() < header + length) {
        return;
      }
      take(kind, in.skipBytes(header).readSlice((int) length));
    }
  }

  // Whether it is upgraded now.
  private boolean upgrade(ByteBuf in) {
    int end = ByteBufUtil.indexOf(HEAD_END, in);
    if (end < 0) {
      return false;
    }
    String head = in.readString(end - in.readerIndex(), StandardCharsets.US_ASCII);
    in.skipBytes(HEAD_END.readableBytes());
    if (!head.startsWith("HTTP/1.1 101")) {
      fail("The server refused the upgrade: " + head);
      return false;
    }
    upgraded = true;
    if (opening.greeting == null) {
      greeted = true;
      open.complete(this);
    } else {
      send(opening.greeting, 0);
    }
    return true;
  }

  private void take(int kind, ByteBuf payload) {
    if (kind == CLOSE) {
      int code = payload.readableBytes() < 2 ? 1005 : payload.getUnsignedShort(0);
      fail("The server closed a connection with " + code);
    } else if (kind == PING) {
      there().writeAndFlush(Unpooled.wrappedBuffer(PONG), there().voidPromise());
    } else if (kind == TEXT && greeted) {
      talker.heard(this, payload);
    } else if (kind == TEXT) {
      greet(payload);
    }
  }

  private void greet(ByteBuf answer) {
    greeted = true;
    if (Scan.isOk(answer)) {
      open.complete(this);
    } else {
      fail("The server refused a greeting: " + answer.toString(StandardCharsets.UTF_8));
    }
  }

  /// Ends the connection as one that failed.
  public void fail(String why) {
    open.completeExceptionally(new IllegalStateException(why));
    if (!closing) {
      lost.accept(why);
      close();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext from) throws Exception {
    super.channelInactive(from);
    fail("The server closed a connection");
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext from, Throwable cause) {
    fail("A connection failed: " + cause);
  }
}
