package io.vestnik.account;

import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An Argon2id hash with all that is needed to check a password against it: the PHC string
/// `$argon2id$v=19$m=19456,t=2,p=1$salt$hash`.
///
/// @param salt Base64 without padding
/// @param hash Base64 without padding
record PasswordHash(Cost cost, String salt, String hash) {
  /// What one hash costs (RFC 9106).
  ///
  /// @param memoryKibibytes filled by each pass
  /// @param passes over the memory
  /// @param lanes into which the memory is divided
  record Cost(int memoryKibibytes, int passes, int lanes) {
    /// A damaged row must not be able to take all memory or run for ever.
    boolean isBearable() {
      return lanes >= 1
          && lanes <= 16
          && passes >= 1
          && passes <= 64
          && memoryKibibytes >= 8 * lanes
          && memoryKibibytes <= 262_144;
    }
  }

  private static final Pattern SHAPE =
      Pattern.compile(
          "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=(\\d{1,3})"
              + "\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{16,86})");

  static PasswordHash of(Cost cost, byte[] salt, byte[] hash) {
    Base64.Encoder encoder = Base64.getEncoder().withoutPadding();
    return new PasswordHash(cost, encoder.encodeToString(salt), encoder.encodeToString(hash));
  }

  /// Reads a stored string.
  ///
  /// @throws IllegalArgumentException if it is no Argon2id hash, or of an unbearable cost
  static PasswordHash parse(String stored) {
    Matcher parts = SHAPE.matcher(stored);
    if (!parts.matches()) {
      throw unreadable();
    }
    var cost = new Cost(number(parts, 1), number(parts, 2), number(parts, 3));
    var parsed = new PasswordHash(cost, parts.group(4), parts.group(5));
    // One digit too many is found now rather than in the middle of a check.
    if (!cost.isBearable() || parsed.salt.length() % 4 == 1 || parsed.hash.length() % 4 == 1) {
      throw unreadable();
    }
    return parsed;
  }

  private static int number(Matcher parts, int group) {
    return Integer.parseInt(parts.group(group));
  }

  private static IllegalArgumentException unreadable() {
    // Without the string: this goes to a log.
    return new IllegalArgumentException("A stored password is no Argon2id hash that we can check.");
  }

  byte[] saltBytes() {
    return Base64.getDecoder().decode(salt);
  }

  byte[] hashBytes() {
    return Base64.getDecoder().decode(hash);
  }

  /// The PHC string.
  @Override
  public String toString() {
    return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
        .formatted(cost.memoryKibibytes, cost.passes, cost.lanes, salt, hash);
  }
}
