package io.vestnik.bench.wire;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/// Finds in a frame's bytes the little that the generator wants to know. Nothing is parsed: the
/// server writes its fields in one order and without spaces.
public final class Scan {
  private static final byte[] EVENT = ascii("{\"mode\":\"event\"");
  private static final byte[] MESSAGE = ascii("\"event\":\"message\",");
  private static final byte[] FROM = ascii("\"from_id\":");
  private static final byte[] OK = ascii("\"status\":\"200\"");
  private static final int HEAD = 256;
  private static final int KIND_AT = EVENT.length + ",\"timestamp\":".length();
  private static final int KIND_HEAD = 80;

  private Scan() {}

  public static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /// Whether it is an event; anything else is an answer.
  public static boolean isEvent(ByteBuf text) {
    return startsWith(text, text.readerIndex(), EVENT);
  }

  /// Whether an event brings a message.
  public static boolean isMessage(ByteBuf event) {
    return find(event, MESSAGE, KIND_AT, KIND_HEAD) >= 0;
  }

  /// Who caused an event; 0 where nobody is named.
  public static long from(ByteBuf event) {
    return number(event, FROM);
  }

  /// Whether an answer says 200.
  public static boolean isOk(ByteBuf answer) {
    return find(answer, OK, 0, HEAD) >= 0;
  }

  /// The number after a name, in the frame's first bytes; 0 where it is not there.
  public static long number(ByteBuf text, byte[] name) {
    int at = find(text, name, 0, HEAD);
    if (at < 0) {
      return 0;
    }
    long number = 0;
    for (int i = at + name.length; i < text.writerIndex(); i++) {
      int digit = text.getByte(i) - '0';
      if (digit < 0 || digit > 9) {
        break;
      }
      number = 10 * number + digit;
    }
    return number;
  }

  /// Where it first stands between these places, counted from the frame's beginning; as an index of
  /// the buffer, or -1.
  public static int find(ByteBuf text, byte[] what, int from, int to) {
    int end = Math.min(text.writerIndex(), text.readerIndex() + to) - what.length;
    for (int i = text.readerIndex() + from; i <= end; i++) {
      if (text.getByte(i) == what[0] && startsWith(text, i, what)) {
        return i;
      }
    }
    return -1;
  }

  private static boolean startsWith(ByteBuf text, int at, byte[] what) {
    if (text.writerIndex() - at < what.length) {
      return false;
    }
    for (int i = what.length - 1; i >= 0; i--) {
      if (text.getByte(at + i) != what[i]) {
        return false;
      }
    }
    return true;
  }
}
