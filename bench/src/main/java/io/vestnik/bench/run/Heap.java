package io.vestnik.bench.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the heap of another JVM of this user holds, as `jcmd` tells.
public final class Heap {
  private static final Pattern USED = Pattern.compile("used (\\d+)K");

  private Heap() {}

  /// Bytes in use, of which some may be garbage; 0 where it is not to be had.
  public static long used(long pid) {
    // Metaspace is told too, after the generations.
    String info = jcmd(pid, "GC.heap_info").split("Metaspace", 2)[0];
    Matcher used = USED.matcher(info);
    long sum = 0;
    while (used.find()) {
      sum += Long.parseLong(used.group(1)) << 10;
    }
    return sum;
  }

  /// Bytes in use after a collection.
  public static long live(long pid) {
    jcmd(pid, "GC.run");
    return used(pid);
  }

  private static String jcmd(long pid, String command) {
    try {
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                  Long.toString(pid),
                  command)
              .redirectErrorStream(true)
              .start();
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }
}
