package io.vestnik.wire;

import java.nio.ByteBuffer;

/// The bytes of frames as a client sends them, right ones and wrong ones.
public final class Frames {

  public static final int CONTINUATION = 0;
  public static final int TEXT = 1;
  public static final int BINARY = 2;
  public static final int CLOSE = 8;
  public static final int PING = 9;
  public static final int PONG = 10;

  /// Among the reserved bits the one that marks a compressed message.
  public static final int RSV1 = 4;

  private Frames() {}

  /// A frame masked with `mask`, as every client must send it.
  public static byte[] masked(Frame frame, int mask) {
    byte[] head = head(frame, frame.length(), true);
    byte[] bytes = new byte[head.length + 4 + frame.length()];
    ByteBuffer.wrap(bytes).put(head).putInt(mask).put(frame.payload());
    for (int i = 0; i < frame.length(); i++) {
      bytes[head.length + 4 + i] ^= (byte) (mask >>> (8 * (3 - i % 4)));
    }
    return bytes;
  }

  /// A frame without a mask, which a server must refuse.
  public static byte[] unmasked(Frame frame) {
    byte[] head = head(frame, frame.length(), false);
    byte[] bytes = new byte[head.length + frame.length()];
    ByteBuffer.wrap(bytes).put(head).put(frame.payload());
    return bytes;
  }

  /// The head of a masked frame that announces `length` bytes, none of which follow.
  public static byte[] announcing(int opcode, long length, int mask) {
    byte[] head = head(new Frame(opcode, true, 0, new byte[0]), length, true);
    return ByteBuffer.allocate(head.length + 4).put(head).putInt(mask).array();
  }

  private static byte[] head(Frame frame, long length, boolean masked) {
    byte first = (byte) ((frame.fin() ? 0x80 : 0) | (frame.rsv() << 4) | frame.opcode());
    int maskBit = masked ? 0x80 : 0;
    if (length >= 0 && length < 126) {
      return new byte[] {first, (byte) (maskBit | (int) length)};
    }
    if (length >= 0 && length < 1 << 16) {
      byte[] head = {first, (byte) (maskBit | 126), 0, 0};
      ByteBuffer.wrap(head).putShort(2, (short) length);
      return head;
    }
    // A negative length sets the highest bit, which is forbidden: a test may want just that.
    byte[] head = {first, (byte) (maskBit | 127), 0, 0, 0, 0, 0, 0, 0, 0};
    ByteBuffer.wrap(head).putLong(2, length);
    return head;
  }
}
