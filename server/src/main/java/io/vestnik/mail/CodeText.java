package io.vestnik.mail;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Makes the eight digits of a mailed code of a seed. The seed waits in the queue, the digits
/// nowhere: once the mail is sent, only their keyed hash is left.
public final class CodeText {
  private static final int DIGITS = 8;
  private static final long ALL = 100_000_000;

  private CodeText() {}

  /// The digits. Of 2^63 numbers no code has more than one more than another.
  public static String of(byte[] key, byte[] seed) {
    long number = ByteBuffer.wrap(hash(key, seed)).getLong() & Long.MAX_VALUE;
    String digits = Long.toString(number % ALL);
    return "0".repeat(DIGITS - digits.length()) + digits;
  }

  private static byte[] hash(byte[] key, byte[] seed) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      mac.update((byte) 'm'); // apart from the key's other hashes
      return mac.doFinal(seed);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java has HmacSHA256", e);
    }
  }
}
