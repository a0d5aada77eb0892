package io.vestnik.bench.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.vestnik.protocol.JsonWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// A request as a WebSocket frame, made once and sent any number of times; only the key differs
/// from one to the next, and is always as long.
public final class Frame {
  private static final String KEY = "bench-0000-0000-0000-000000000000-00";
  private static final String AFTER_DIGITS = "-00\"}";
  private static final int DIGITS = 12;
  private static final int SHORT = 126;
  private static final int LONG = 127;
  private static final byte FINAL_TEXT = (byte) 0x81;
  private static final int MASKED = 0x80;
  private static final byte[] MASK = {0x37, (byte) 0xfa, 0x21, 0x3d};

  private final byte[] bytes;
  private final int payloadStart;
  private final int keyEnd;

  private Frame(byte[] payload, boolean keyed) {
    bytes = masked(payload);
    payloadStart = bytes.length - payload.length;
    keyEnd = keyed ? bytes.length - AFTER_DIGITS.length() : -1;
  }

  /// A request of the mode.
  public static Frame of(String mode, Map<String, ?> fields) {
    return new Frame(json(mode, fields), false);
  }

  /// A request with a client_message_id that is new each time.
  public static Frame keyed(String mode, Map<String, ?> fields) {
    Map<String, Object> all = new LinkedHashMap<>(fields);
    all.remove("client_message_id");
    all.put("client_message_id", KEY);
    return new Frame(json(mode, all), true);
  }

  private static byte[] json(String mode, Map<String, ?> fields) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("mode", mode);
    all.put("timestamp", System.currentTimeMillis());
    all.putAll(fields);
    return JsonWriter.text(all).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] masked(byte[] payload) {
    ByteBuffer frame = ByteBuffer.allocate(10 + MASK.length + payload.length);
    frame.put(FINAL_TEXT);
    if (payload.length < SHORT) {
      frame.put((byte) (MASKED | payload.length));
    } else if (payload.length < 1 << 16) {
      frame.put((byte) (MASKED | SHORT)).putShort((short) payload.length);
    } else {
      frame.put((byte) (MASKED | LONG)).putLong(payload.length);
    }
    frame.put(MASK);
    for (int i = 0; i < payload.length; i++) {
      frame.put((byte) (payload[i] ^ MASK[i % MASK.length]));
    }
    byte[] bytes = new byte[frame.position()];
    frame.flip().get(bytes);
    return bytes;
  }

  /// The frame's bytes.
  ///
  /// @param number makes the key
  ByteBuf copy(ByteBufAllocator alloc, long number) {
    ByteBuf copy = alloc.ioBuffer(bytes.length).writeBytes(bytes);
    long left = number;
    for (int i = keyEnd - 1; i >= keyEnd - DIGITS && i >= 0; i--) {
      copy.setByte(i, ('0' + (int) (left % 10)) ^ MASK[(i - payloadStart) % MASK.length]);
      left /= 10;
    }
    return copy;
  }
}
