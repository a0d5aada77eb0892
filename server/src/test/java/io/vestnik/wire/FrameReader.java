package io.vestnik.wire;

import org.jspecify.annotations.Nullable;

/// Cuts frames out of the bytes and fails the test at any that a server must not send.
final class FrameReader {

  private final Inbound in;
  private final boolean deflated;

  FrameReader(Inbound in, boolean deflated) {
    this.in = in;
    this.deflated = deflated;
  }

  /// The next frame, or null if the time is up; throws [ConnectionEnded] when none can come.
  @Nullable Frame next(Deadline deadline) {
    Frame frame = cut();
    while (frame == null) {
      switch (in.fill(deadline)) {
        case BYTES -> frame = cut();
        case TIME_IS_UP -> {
          return null;
        }
        case END -> throw ended();
      }
    }
    return frame;
  }

  private ConnectionEnded ended() {
    String where = in.available() > 0 ? " in the middle of a frame" : " without a close frame";
    return new ConnectionEnded(in.ending() + where, null, null);
  }

  private @Nullable Frame cut() {
    if (in.available() < 2) {
      return null;
    }
    int first = in.peek(0);
    int second = in.peek(1);
    check((second & 0x80) == 0, "a masked frame");
    int marker = second & 0x7f;
    int headLength = marker < 126 ? 2 : marker == 126 ? 4 : 10;
    if (in.available() < headLength) {
      return null;
    }
    long length = marker < 126 ? marker : longLength(headLength);
    int opcode = first & 0xf;
    int rsv = (first >> 4) & 7;
    boolean fin = (first & 0x80) != 0;
    checkHead(opcode, fin, rsv, length);
    if (in.available() < headLength + length) {
      return null;
    }
    in.take(headLength);
    return new Frame(opcode, fin, rsv, in.take((int) length));
  }

  private long longLength(int headLength) {
    long length = 0;
    for (int i = 2; i < headLength; i++) {
      length = (length << 8) | in.peek(i);
    }
    boolean shortest = headLength == 4 ? length > 125 : length > 0xffff;
    check(shortest && length >= 0, "a frame whose length is not in its shortest form");
    return length;
  }

  private void checkHead(int opcode, boolean fin, int rsv, long length) {
    boolean control = opcode >= Frames.CLOSE;
    check(opcode <= Frames.BINARY || (control && opcode <= Frames.PONG), "opcode " + opcode);
    check(!control || (fin && length <= 125), "a control frame in fragments or over 125 bytes");
    boolean first = opcode == Frames.TEXT || opcode == Frames.BINARY;
    check(rsv == 0 || (rsv == Frames.RSV1 && first && deflated), "reserved bits " + rsv);
    check(length <= Deflate.MAX_MESSAGE, "a frame of " + length + " bytes, over 1 MiB");
  }

  private static void check(boolean right, String what) {
    if (!right) {
      throw new AssertionError("the server sent " + what);
    }
  }
}
