package io.vestnik.bench.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// What the system keeps of files in memory. Files that this very program has mapped (the JVM's
/// own) stay: "cold" means what is beside the server's jar and its data, read from the disk again.
public final class PageCache {
  private PageCache() {}

  /// Has the system forget the files, and those in the folders.
  public static void drop(List<Path> roots) {
    roots.forEach(PageCache::dropAll);
  }

  private static void dropAll(Path root) {
    if (!Files.exists(root)) {
      return;
    }
    try (Stream<Path> files = Files.walk(root)) {
      files.filter(Files::isRegularFile).forEach(PageCache::dropOne);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void dropOne(Path file) {
    try {
      new ProcessBuilder("dd", "if=" + file, "iflag=nocache", "count=0")
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new IllegalStateException("A cold start takes the program dd: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
