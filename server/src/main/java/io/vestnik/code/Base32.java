package io.vestnik.code;

/// Bytes as Base32 without padding (RFC 4648), which authenticators take.
final class Base32 {
  private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final int BITS = 5;

  private Base32() {}

  static String text(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    int held = 0;
    int bits = 0;
    for (byte one : bytes) {
      held = (held << 8 | (one & 0xff)) & 0xfff;
      bits += 8;
      while (bits >= BITS) {
        bits -= BITS;
        text.append(ALPHABET.charAt((held >> bits) & 31));
      }
    }
    if (bits > 0) {
      text.append(ALPHABET.charAt((held << (BITS - bits)) & 31));
    }
    return text.toString();
  }
}
