package io.vestnik.code;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The hash that is kept of a code: HMAC-SHA-256 under the data set's key.
final class CodeHash {
  private final SecretKeySpec key;

  CodeHash(byte[] key) {
    this.key = new SecretKeySpec(key, "HmacSHA256");
  }

  /// @param purpose keeps the hashes of different things apart
  byte[] of(String purpose, long userId, String code) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return mac.doFinal((purpose + "\n" + userId + "\n" + code).getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java has HmacSHA256", e);
    }
  }
}
