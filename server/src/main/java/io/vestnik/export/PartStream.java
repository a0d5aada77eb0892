package io.vestnik.export;

import io.vestnik.table.account.Exports;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/// Cuts what is written into parts, and knows how much it was.
final class PartStream extends OutputStream {
  private final Sink sink;
  private final MessageDigest digest;
  private byte[] part = new byte[Exports.PART_BYTES];
  private int filled;
  private long parts;

  PartStream(Sink sink) {
    this.sink = sink;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  /// Takes the parts, in their order.
  interface Sink {
    void take(long number, byte[] part);
  }

  @Override
  public void write(int one) {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    int from = offset;
    int left = length;
    while (left > 0) {
      int some = Math.min(left, part.length - filled);
      System.arraycopy(bytes, from, part, filled, some);
      from += some;
      left -= some;
      filled += some;
      if (filled == part.length) {
        cut();
      }
    }
  }

  // A new array for each: the one before may wait for its commit.
  private void cut() {
    byte[] whole = filled == part.length ? part : Arrays.copyOf(part, filled);
    digest.update(whole);
    sink.take(parts, whole);
    parts++;
    filled = 0;
    part = new byte[Exports.PART_BYTES];
  }

  /// What was written, all of it.
  record Whole(long size, byte[] sha256) {}

  /// Cuts the last part.
  Whole end() {
    long size = parts * Exports.PART_BYTES + filled;
    if (filled > 0) {
      cut();
    }
    return new Whole(size, digest.digest());
  }
}
