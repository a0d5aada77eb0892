package io.vestnik.bench.run;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What the system keeps of files in memory. Files that this very program has mapped (the JVM's
/// own) stay: "cold" means the server's jars and its data, read from the disk again.
public final class PageCache {
  private PageCache() {}

  /// Has the system forget the data, and the jars of the server.
  ///
  /// @param jar the server's; null for this program's class path
  public static void drop(Path data, @Nullable Path jar) {
    List<Path> roots = new ArrayList<>(List.of(data));
    if (jar == null) {
      Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
          .map(Path::of)
          .forEach(roots::add);
    } else {
      roots.add(jar);
    }
    for (Path root : List.copyOf(roots)) {
      if (root.toString().endsWith(".jar")) {
        roots.add(root.toAbsolutePath().resolveSibling("lib"));
      }
    }
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
