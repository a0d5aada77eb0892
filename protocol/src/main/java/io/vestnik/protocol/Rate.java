package io.vestnik.protocol;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How often something may happen: a burst at once, then so many a second.
public record Rate(int burst, double perSecond) {
  private static final Pattern TEXT = Pattern.compile("(\\d{1,9})\\+(\\d{1,9})/(s|min|h)");

  /// Reads `BURST+N/UNIT`, as in `1000+200/s` or `10+2/min` (ten at once, then two a minute).
  ///
  /// @throws IllegalArgumentException where it is no such thing; the message says what is
  public static Rate parse(String text) {
    Matcher parts = TEXT.matcher(text);
    if (parts.matches()) {
      int burst = Integer.parseInt(parts.group(1));
      double count = Integer.parseInt(parts.group(2));
      double seconds = parts.group(3).equals("s") ? 1 : parts.group(3).equals("min") ? 60 : 3600;
      if (burst > 0 && count > 0) {
        return new Rate(burst, count / seconds);
      }
    }
    throw new IllegalArgumentException(
        "A rate is BURST+N/UNIT, as in 1000+200/s or 10+2/min or 100+100/h, not " + text);
  }
}
