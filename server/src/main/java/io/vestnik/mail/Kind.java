package io.vestnik.mail;

import io.vestnik.model.Wire;
import java.time.Duration;

/// What a mail is about. Its word is the key of its texts, and is stored.
public enum Kind implements Wire {
  /// A code that proves an address.
  VERIFY(true),
  /// A code for who has lost the password.
  RECOVERY(true),
  PASSWORD_CHANGED(false),
  EMAIL_CHANGED(false),
  TOTP_ENABLED(false),
  TOTP_DISABLED(false),
  NEW_DEVICE(false);

  /// How long a mailed code is good, and its mail worth sending.
  public static final Duration CODE_LIFE = Duration.ofMinutes(15);

  private static final Duration NOTICE_LIFE = Duration.ofDays(1);

  private final boolean code;

  Kind(boolean code) {
    this.code = code;
  }

  /// Whether there is a code in it.
  boolean isCode() {
    return code;
  }

  /// For how long it is worth sending.
  long lifeMillis() {
    return (code ? CODE_LIFE : NOTICE_LIFE).toMillis();
  }
}
