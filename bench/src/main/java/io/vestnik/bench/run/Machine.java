package io.vestnik.bench.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The machine in one line: figures say nothing without it.
public final class Machine {
  private static final Pattern MODEL = Pattern.compile("model name\\s*: (.*)");
  private static final Pattern TOTAL = Pattern.compile("MemTotal:\\s+(\\d+) kB");

  private Machine() {}

  public static String line() {
    return String.format(
        Locale.ROOT,
        "%d × %s, %d GiB, %s %s, Java %s",
        Runtime.getRuntime().availableProcessors(),
        find("/proc/cpuinfo", MODEL, System.getProperty("os.arch")),
        Long.parseLong(find("/proc/meminfo", TOTAL, "0")) >> 20,
        System.getProperty("os.name"),
        System.getProperty("os.version"),
        Runtime.version());
  }

  private static String find(String file, Pattern pattern, String otherwise) {
    try {
      Matcher matcher = pattern.matcher(Files.readString(Path.of(file)));
      return matcher.find() ? matcher.group(1).strip() : otherwise;
    } catch (IOException e) {
      return otherwise;
    }
  }
}
