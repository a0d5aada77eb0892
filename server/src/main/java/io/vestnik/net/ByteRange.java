package io.vestnik.net;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The bytes of a file from one to another, both inclusive (RFC 9110 §14).
record ByteRange(long from, long to) {
  /// In place of a range of which no byte is in the file.
  static final ByteRange NONE = new ByteRange(0, -1);

  private static final Pattern ONE =
      Pattern.compile("bytes=(\\d*)-(\\d*)", Pattern.CASE_INSENSITIVE);
  private static final int MAX_DIGITS = 18;

  /// What of the file is asked for: null for all of it, as where several ranges are, or a range of
  /// another file than this.
  static @Nullable ByteRange of(HttpHeaders headers, String tag, long size) {
    List<String> ranges = headers.getAll(HttpHeaderNames.RANGE);
    String condition = headers.get(HttpHeaderNames.IF_RANGE);
    if (ranges.size() != 1 || (condition != null && !condition.strip().equals(tag))) {
      return null;
    }
    Matcher one = ONE.matcher(ranges.getFirst().strip());
    if (!one.matches() || (one.group(1).isEmpty() && one.group(2).isEmpty())) {
      return null;
    }
    if (one.group(1).isEmpty()) {
      long last = Math.min(size, number(one.group(2)));
      return last == 0 ? NONE : new ByteRange(size - last, size - 1);
    }
    long from = number(one.group(1));
    long to = one.group(2).isEmpty() ? size - 1 : number(one.group(2));
    if (!one.group(2).isEmpty() && to < from) {
      return null;
    }
    return from >= size ? NONE : new ByteRange(from, Math.min(to, size - 1));
  }

  // No file is as long as a number of more digits.
  private static long number(String digits) {
    return digits.length() > MAX_DIGITS ? Long.MAX_VALUE : Long.parseLong(digits);
  }

  long length() {
    return to - from + 1;
  }
}
