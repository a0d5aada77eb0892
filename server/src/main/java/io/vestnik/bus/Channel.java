package io.vestnik.bus;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Where the servers of one data set meet: others in the same database or Redis have another.
final class Channel {
  private static final int BYTES = 16;

  private Channel() {}

  /// The channel's name, of letters that need no quotes anywhere.
  static String of(String dataset) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(dataset.getBytes(StandardCharsets.UTF_8));
      return "vestnik_" + HexFormat.of().formatHex(hash, 0, BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JVM has it
    }
  }
}
