package io.vestnik;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/// The project's documents and sources, by their paths from its root.
public final class Documents {
  private Documents() {}

  static Path file(String path) {
    return root().resolve(path);
  }

  /// The text of one of the project's files.
  public static String text(String path) {
    try {
      return Files.readString(file(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The fenced blocks of that language, without their fences.
  static List<String> blocks(String text, String language) {
    return Pattern.compile("(?ms)^```" + language + "\\n(.*?)^```$")
        .matcher(text)
        .results()
        .map(block -> block.group(1))
        .toList();
  }

  private static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isRegularFile(folder.resolve("server/pom.xml"))) {
      folder = folder.getParent();
      if (folder == null) {
        throw new IllegalStateException("run inside the project: no server/pom.xml above here");
      }
    }
    return folder;
  }
}
