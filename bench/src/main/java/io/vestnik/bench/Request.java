package io.vestnik.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.vestnik.protocol.JsonWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// One account's `sendMessage` as a WebSocket frame, made once; only the key differs from one to
/// the next, and is always as long.
final class Request {
  private static final String KEY = "bench-0000-0000-0000-000000000000-00";
  private static final int DIGITS = 12;
  private static final int SHORT = 126;
  private static final byte FINAL_TEXT = (byte) 0x81;
  private static final int MASKED = 0x80;
  private static final byte[] MASK = {0x37, (byte) 0xfa, 0x21, 0x3d};

  private final byte[] frame;
  private final int payloadStart;
  private final int keyEnd;

  /// @param keyed whether each message brings a client_message_id
  Request(Account account, String content, boolean keyed) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("mode", "sendMessage");
    fields.put("timestamp", System.currentTimeMillis());
    fields.put("token", account.token());
    fields.put("chat_id", account.chatId());
    fields.put("content", content);
    fields.put("content_type", "text");
    if (keyed) {
      fields.put("client_message_id", KEY);
    }
    String json = JsonWriter.text(fields);
    byte[] payload = json.getBytes(StandardCharsets.UTF_8);
    frame = masked(payload);
    payloadStart = frame.length - payload.length;
    keyEnd = keyed ? frame.length - "-00\"}".length() : -1;
  }

  private static byte[] masked(byte[] payload) {
    int header = payload.length < SHORT ? 2 : 4;
    ByteBuffer frame = ByteBuffer.allocate(header + MASK.length + payload.length);
    if (payload.length < SHORT) {
      frame.put(FINAL_TEXT).put((byte) (MASKED | payload.length));
    } else {
      frame.put(FINAL_TEXT).put((byte) (MASKED | SHORT)).putShort((short) payload.length);
    }
    frame.put(MASK);
    for (int i = 0; i < payload.length; i++) {
      frame.put((byte) (payload[i] ^ MASK[i % MASK.length]));
    }
    return frame.array();
  }

  ByteBuf frame(ByteBufAllocator alloc, long number) {
    ByteBuf copy = alloc.ioBuffer(frame.length).writeBytes(frame);
    long left = number;
    for (int i = keyEnd - 1; i >= keyEnd - DIGITS && i >= 0; i--) {
      copy.setByte(i, ('0' + (int) (left % 10)) ^ MASK[(i - payloadStart) % MASK.length]);
      left /= 10;
    }
    return copy;
  }
}
