package io.vestnik.protocol;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// A value that is JSON already: encoded once, however often it is sent.
///
/// @param <T> what the JSON says
@SuppressWarnings("UnusedTypeParameter") // it is the contract's word on what the JSON says
public final class Encoded<T> {
  private final byte[] json;

  Encoded(byte[] json) {
    this.json = json;
  }

  /// The length of the JSON in bytes.
  public int size() {
    return json.length;
  }

  /// 48 bits that tell this JSON from another: equal for equal JSON, and for other JSON once in
  /// 2^48.
  public long hash48() {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(json);
      return ByteBuffer.wrap(digest).getLong() >>> 16;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  byte[] json() {
    return json;
  }
}
