package io.vestnik.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// One WebSocket that keeps so many messages under way. Lives on its event loop. It speaks just as
/// much of the protocol as that takes, so that the generator costs little beside the server.
final class Sender extends ByteToMessageDecoder {
  private static final ByteBuf OK = ascii("\"status\":\"200\"");
  private static final ByteBuf HEAD_END = ascii("\r\n\r\n");
  private static final int TEXT = 1;
  private static final int CLOSE = 8;

  /// Hears what becomes of it.
  interface Listener {
    void answered(long nanos, boolean accepted, ByteBuf answer);

    void lost(String why);
  }

  private final Request request;
  private final Listener listener;
  private final long[] sentAt;
  private final CompletableFuture<Sender> open = new CompletableFuture<>();

  private long sent;
  private long answered;
  private boolean running;
  private boolean upgraded;

  /// @param outstanding how many messages are kept under way
  Sender(Request request, int outstanding, Listener listener) {
    this.request = request;
    this.listener = listener;
    sentAt = new long[outstanding];
  }

  private static ByteBuf ascii(String text) {
    return Unpooled.unreleasableBuffer(
        Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.US_ASCII)).asReadOnly());
  }

  /// Completed when the WebSocket is open.
  CompletableFuture<Sender> open() {
    return open;
  }

  /// Whether nothing is under way.
  boolean isIdle() {
    return sent == answered;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    context.writeAndFlush(
        ascii(
            """
            GET /ws HTTP/1.1\r
            Host: localhost\r
            Upgrade: websocket\r
            Connection: Upgrade\r
            Sec-WebSocket-Version: 13\r
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
            \r
            """));
  }

  /// Begins to send.
  void start(ChannelHandlerContext context) {
    running = true;
    for (int i = 0; i < sentAt.length; i++) {
      send(context);
    }
    context.flush();
  }

  /// Sends no more; what is under way is still answered.
  void stop() {
    running = false;
  }

  private void send(ChannelHandlerContext context) {
    sentAt[(int) (sent % sentAt.length)] = System.nanoTime();
    context.write(request.frame(context.alloc(), sent));
    sent++;
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    if (!upgraded) {
      upgrade(in);
      return;
    }
    while (in.readableBytes() >= 2) {
      int kind = in.getByte(in.readerIndex()) & 0x0f;
      int length = in.getByte(in.readerIndex() + 1) & 0x7f;
      int header = 2;
      if (length == 126) {
        if (in.readableBytes() < 4) {
          return;
        }
        length = in.getUnsignedShort(in.readerIndex() + 2);
        header = 4;
      }
      if (in.readableBytes() < header + length) {
        return;
      }
      take(context, kind, in.skipBytes(header).readSlice(length));
    }
  }

  private void upgrade(ByteBuf in) {
    int end = ByteBufUtil.indexOf(HEAD_END, in);
    if (end < 0) {
      return;
    }
    String head = in.readString(end - in.readerIndex(), StandardCharsets.US_ASCII);
    in.skipBytes(HEAD_END.readableBytes());
    if (head.startsWith("HTTP/1.1 101")) {
      upgraded = true;
      open.complete(this);
    } else {
      open.completeExceptionally(
          new IllegalStateException("The server refused the upgrade: " + head));
    }
  }

  private void take(ChannelHandlerContext context, int kind, ByteBuf payload) {
    if (kind == CLOSE) {
      listener.lost("The server closed a connection with " + payload.readUnsignedShort());
    } else if (kind == TEXT) {
      long nanos = System.nanoTime() - sentAt[(int) (answered % sentAt.length)];
      answered++;
      listener.answered(nanos, ByteBufUtil.indexOf(OK, payload) >= 0, payload);
      if (running) {
        send(context);
      }
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) throws Exception {
    super.channelReadComplete(context);
    context.flush();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) throws Exception {
    super.channelInactive(context);
    open.completeExceptionally(new IllegalStateException("The server closed a connection"));
    listener.lost("The server closed a connection");
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    open.completeExceptionally(cause);
    listener.lost("A connection failed: " + cause);
  }
}
