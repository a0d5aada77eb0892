package io.vestnik.bench.baseline;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// One WebSocket of [RawServer]. The path of its upgrade is its room; `/echo` has none, and only
/// answers.
final class RawConnection extends ByteToMessageDecoder {
  private static final ByteBuf HEAD_END = constant("\r\n\r\n");
  private static final ByteBuf UPGRADED =
      constant(
          """
          HTTP/1.1 101 Switching Protocols\r
          Upgrade: websocket\r
          Connection: Upgrade\r
          Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r
          \r
          """);
  private static final ByteBuf ANSWER =
      frame(
          "{\"mode\":\"sendMessage\",\"timestamp\":1767225603004,\"status\":\"200\","
              + "\"message_id\":123456,\"event_id\":123456,\"content_time\":1767225603002}");
  private static final int AROUND_CONTENT = 270;
  private static final int MASK = 4;

  private final Rooms rooms;
  private String room = "";
  private ByteBuf event = Unpooled.EMPTY_BUFFER;
  private boolean upgraded;

  RawConnection(Rooms rooms) {
    this.rooms = rooms;
  }

  private static ByteBuf constant(String text) {
    return Unpooled.unreleasableBuffer(
        Unpooled.directBuffer().writeBytes(text.getBytes(StandardCharsets.US_ASCII)).asReadOnly());
  }

  private static ByteBuf frame(String text) {
    ByteBuf frame = Unpooled.directBuffer().writeByte(0x81);
    if (text.length() < 126) {
      frame.writeByte(text.length());
    } else {
      frame.writeByte(126).writeShort(text.length());
    }
    frame.writeCharSequence(text, StandardCharsets.US_ASCII);
    return Unpooled.unreleasableBuffer(frame.asReadOnly());
  }

  // As long as the event of a message with so much content.
  private static ByteBuf eventFrame(String user, int contentBytes) {
    String head =
        "{\"mode\":\"event\",\"timestamp\":1767225603004,\"event\":\"message\",\"from_id\":" + user;
    int filled = AROUND_CONTENT - head.length() + contentBytes;
    return frame(head + ",\"content\":\"" + "x".repeat(Math.max(0, filled)) + "\"}");
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    if (!upgraded) {
      upgrade(context, in);
      return;
    }
    while (in.readableBytes() >= 2) {
      int length = in.getByte(in.readerIndex() + 1) & 0x7f;
      int header = 2 + MASK;
      if (length == 126) {
        if (in.readableBytes() < 4) {
          return;
        }
        length = in.getUnsignedShort(in.readerIndex() + 2);
        header = 4 + MASK;
      }
      if (in.readableBytes() < header + length) {
        return;
      }
      in.skipBytes(header + length);
      context.write(ANSWER.duplicate(), context.voidPromise());
      if (!room.isEmpty()) {
        rooms.tell(room, event);
      }
    }
  }

  // The path is `/echo`, or `/ROOM/USER/CONTENT_BYTES`.
  private void upgrade(ChannelHandlerContext context, ByteBuf in) {
    int end = ByteBufUtil.indexOf(HEAD_END, in);
    if (end < 0) {
      return;
    }
    String head = in.readString(end - in.readerIndex(), StandardCharsets.US_ASCII);
    in.skipBytes(4);
    upgraded = true;
    String[] path = head.substring(head.indexOf('/') + 1, head.indexOf(" HTTP")).split("/", 3);
    context.writeAndFlush(UPGRADED.duplicate(), context.voidPromise());
    if (path.length == 3) {
      room = path[0];
      event = eventFrame(path[1], Integer.parseInt(path[2]));
      rooms.enter(room, context.channel());
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
    if (!room.isEmpty()) {
      rooms.leave(room, context.channel());
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close();
  }
}
