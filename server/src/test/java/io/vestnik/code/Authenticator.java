package io.vestnik.code;

import java.io.ByteArrayOutputStream;

/// An authenticator app: knows the secret as its user has typed it.
public final class Authenticator {
  private final byte[] secret;

  public Authenticator(String base32) {
    var bytes = new ByteArrayOutputStream();
    int held = 0;
    int bits = 0;
    for (int i = 0; i < base32.length(); i++) {
      held = held << 5 | "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(base32.charAt(i));
      bits += 5;
      if (bits >= 8) {
        bits -= 8;
        bytes.write(held >> bits);
        held &= (1 << bits) - 1;
      }
    }
    secret = bytes.toByteArray();
  }

  /// What it shows at that time.
  public String code(long millis) {
    return Totp.code(secret, millis / 30_000);
  }

  /// A code that it does not show near that time.
  public String wrong(long millis) {
    long step = millis / 30_000;
    for (int i = 0; ; i++) {
      String code = "%06d".formatted(i);
      if (!code.equals(Totp.code(secret, step))
          && !code.equals(Totp.code(secret, step - 1))
          && !code.equals(Totp.code(secret, step + 1))) {
        return code;
      }
    }
  }
}
