package io.vestnik.wire;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Strict UTF-8: what cannot be told exactly is refused, where `String` would put a `?`.
final class Utf8 {

  private Utf8() {}

  static byte[] encode(String text) {
    try {
      ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      byte[] exact = new byte[bytes.remaining()];
      bytes.get(exact);
      return exact;
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("a lone surrogate has no UTF-8: write it as an escape", e);
    }
  }

  /// The text of `bytes` that the server has sent; fails the test if it is not UTF-8.
  static String decode(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new AssertionError("the server sent text that is not UTF-8", e);
    }
  }
}
