package io.vestnik.wire;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/// permessage-deflate (RFC 7692) without context takeover: every message stands alone.
final class Deflate {

  /// What the server may send at most in one message, inflated.
  static final int MAX_MESSAGE = 1 << 20;

  private static final byte[] TAIL = {0, 0, (byte) 0xff, (byte) 0xff};

  private Deflate() {}

  static byte[] compress(byte[] message) {
    if (message.length == 0) {
      return new byte[] {0};
    }
    try (var deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true)) {
      deflater.setInput(message);
      var out = new ByteArrayOutputStream();
      byte[] chunk = new byte[8192];
      int count = chunk.length;
      while (count == chunk.length) {
        count = deflater.deflate(chunk, 0, chunk.length, Deflater.SYNC_FLUSH);
        out.write(chunk, 0, count);
      }
      return Arrays.copyOf(out.toByteArray(), out.size() - TAIL.length);
    }
  }

  /// The message; fails the test if it needs what an earlier one held, or is over the limit.
  static byte[] inflate(byte[] compressed) {
    byte[] input = Arrays.copyOf(compressed, compressed.length + TAIL.length);
    System.arraycopy(TAIL, 0, input, compressed.length, TAIL.length);
    try (var inflater = new Inflater(true)) {
      inflater.setInput(input);
      var out = new ByteArrayOutputStream();
      byte[] chunk = new byte[8192];
      int count;
      while ((count = inflater.inflate(chunk)) > 0) {
        out.write(chunk, 0, count);
        if (out.size() > MAX_MESSAGE) {
          throw new AssertionError("the server sent a message that inflates to over 1 MiB");
        }
      }
      return out.toByteArray();
    } catch (DataFormatException e) {
      throw new AssertionError("the server sent a message that cannot be inflated by itself", e);
    }
  }
}
