package io.vestnik.bench.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/// A temporary folder, which is removed when it is closed, and when the bench is ended before.
public final class Folder implements AutoCloseable {
  private static final int TRIES = 3;

  private final Path path;
  private final Runnable removal = this::remove;

  public Folder() {
    try {
      path = Files.createTempDirectory("vestnik-bench");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Cleanup.add(removal);
  }

  public Path path() {
    return path;
  }

  // At a signal another thread may still write into it.
  private void remove() {
    for (int i = 0; i < TRIES && Files.exists(path); i++) {
      try (Stream<Path> files = Files.walk(path)) {
        files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      } catch (IOException | UncheckedIOException e) {
        System.err.println("Not removed: " + path + ": " + e.getMessage());
      }
    }
  }

  @Override
  public void close() {
    Cleanup.run(removal);
  }
}
