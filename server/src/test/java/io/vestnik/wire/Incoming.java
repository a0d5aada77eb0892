package io.vestnik.wire;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Puts messages together from frames, answers pings, and remembers the server's close frame.
final class Incoming {

  private final FrameReader frames;
  private final Outbound out;
  private @Nullable ByteArrayOutputStream parts;
  private boolean compressed;
  private @Nullable CloseFrame close;

  Incoming(FrameReader frames, Outbound out) {
    this.frames = frames;
    this.out = out;
  }

  /// The next frame as it came, pings included; null if the time is up.
  @Nullable Frame frame(Deadline deadline) {
    Frame frame = nextFrame(deadline);
    if (frame != null && frame.opcode() == Frames.CLOSE) {
      close = CloseFrame.of(frame.payload());
    }
    return frame;
  }

  /// The next text message; null if the time is up; throws [ConnectionEnded] at a close frame.
  @Nullable String text(Deadline deadline) {
    while (true) {
      CloseFrame goodbye = close;
      if (goodbye != null) {
        throw new ConnectionEnded("the server closed with " + goodbye + after(), goodbye, null);
      }
      Frame frame = frame(deadline);
      if (frame == null) {
        return null;
      }
      String text = take(frame);
      if (text != null) {
        return text;
      }
    }
  }

  private @Nullable Frame nextFrame(Deadline deadline) {
    try {
      Frame frame = frames.next(deadline);
      if (frame != null && close != null) {
        throw new AssertionError("after its close frame the server sent a " + frame);
      }
      return frame;
    } catch (ConnectionEnded e) {
      String how = close == null ? e.getMessage() : "the server closed with " + close;
      throw new ConnectionEnded(how + after(), close, e);
    }
  }

  private String after() {
    return "; last sent: " + out.last();
  }

  /// The whole text that this frame completes, if it does.
  private @Nullable String take(Frame frame) {
    int opcode = frame.opcode();
    if (opcode == Frames.BINARY) {
      throw new AssertionError("the server sent a binary frame");
    }
    if (opcode == Frames.PING) {
      out.control(Frames.PONG, frame.payload());
    }
    if (opcode == Frames.CLOSE) {
      answerClose(frame);
    }
    if (opcode == Frames.TEXT) {
      if (parts != null) {
        throw new AssertionError("the server began a message within another");
      }
      parts = new ByteArrayOutputStream();
      compressed = frame.rsv() == Frames.RSV1;
    }
    return opcode == Frames.TEXT || opcode == Frames.CONTINUATION ? append(frame) : null;
  }

  /// The closing handshake asks for the same code back, once.
  private void answerClose(Frame frame) {
    byte[] payload = frame.payload();
    out.control(Frames.CLOSE, Arrays.copyOf(payload, Math.min(2, payload.length)));
  }

  private @Nullable String append(Frame frame) {
    ByteArrayOutputStream message = parts;
    if (message == null) {
      throw new AssertionError("the server continued a message that it never began");
    }
    message.writeBytes(frame.payload());
    if (!frame.fin()) {
      return null;
    }
    parts = null;
    byte[] whole = message.toByteArray();
    byte[] plain = compressed ? Deflate.inflate(whole) : whole;
    if (plain.length > Deflate.MAX_MESSAGE) {
      throw new AssertionError("the server sent a message of over 1 MiB");
    }
    return Utf8.decode(plain);
  }
}
