package io.vestnik.account;

import java.security.SecureRandom;
import java.util.Base64;

/// The one source of what nobody can guess: tokens, ids, codes, salts (protocol §2 and §3).
public final class Secrets {
  private static final int TOKEN_BYTES = 32;
  private static final int ID_BYTES = 16;

  private final SecureRandom random;

  /// Draws from that randomness; a test gives one of its own.
  public Secrets(SecureRandom random) {
    this.random = random;
  }

  /// Draws from the system's randomness.
  public static Secrets ofSystem() {
    return new Secrets(new SecureRandom());
  }

  /// A new token: 256 bits, 43 characters of base64url.
  public String token() {
    return text(TOKEN_BYTES);
  }

  /// A new unguessable id (of a file, a session, an invite): 128 bits, 22 characters of base64url,
  /// the first of which is no hyphen: on a command line that would begin an option.
  public String id() {
    String id = text(ID_BYTES);
    while (id.startsWith("-")) {
      id = text(ID_BYTES);
    }
    return id;
  }

  /// New random bytes.
  public byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  private String text(int count) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(count));
  }
}
