package io.vestnik.code;

import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The codes of an authenticator (RFC 6238: SHA-1, 30 seconds, six digits).
public final class Totp {
  /// Bytes of a secret, as RFC 4226 recommends them.
  public static final int SECRET_BYTES = 20;

  private static final long STEP_MILLIS = 30_000;
  private static final int DIGITS = 6;
  private static final int ALL = 1_000_000;

  private Totp() {}

  /// A secret as its user types it.
  public static String text(byte[] secret) {
    return Base32.text(secret);
  }

  /// What an authenticator reads from a picture.
  ///
  /// @param issuer the server's name
  public static String uri(String issuer, String username, byte[] secret) {
    return "otpauth://totp/%s:%s?secret=%s&issuer=%s&algorithm=SHA1&digits=6&period=30"
        .formatted(escaped(issuer), escaped(username), text(secret), escaped(issuer));
  }

  private static String escaped(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /// Whether the text has the shape of such a code.
  static boolean isShape(String typed) {
    return typed.length() == DIGITS && typed.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /// The step whose code this is: the present one, the one before or the one after, if it is later
  /// than the last that was used; else −1.
  static long step(byte[] secret, String typed, long nowMillis, long lastStep) {
    long now = nowMillis / STEP_MILLIS;
    long found = -1;
    for (long step = now - 1; step <= now + 1; step++) {
      if (equal(code(secret, step), typed) && step > lastStep && found < 0) {
        found = step;
      }
    }
    return found;
  }

  private static boolean equal(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  /// The code of a step (RFC 4226 §5.3).
  static String code(byte[] secret, long step) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(secret, "HmacSHA1"));
      byte[] hash = mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
      int offset = hash[hash.length - 1] & 0xf;
      int number = ByteBuffer.wrap(hash).getInt(offset) & Integer.MAX_VALUE;
      String digits = Integer.toString(number % ALL);
      return "0".repeat(DIGITS - digits.length()) + digits;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java has HmacSHA1", e);
    }
  }
}
