package io.vestnik.tidy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// The project's own text files, as they lie on disk.
final class Project {
  private static final Set<String> FOLDERS_LEFT_OUT =
      Set.of("target", ".git", ".idea", ".vscode", "node_modules", "data", "vestnik-data");
  private static final Pattern TEXT =
      Pattern.compile(
          ".*\\.(java|md|xml|ya?ml|sql|ts|js|mjs|css|html|sh|json|properties|py|txt|toml|config)"
              + "|vestnik|check|run|Dockerfile|Makefile");

  private static final List<Source> SOURCES = read();

  private Project() {}

  static List<Source> sources() {
    return SOURCES;
  }

  static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isRegularFile(folder.resolve("server/pom.xml"))) {
      folder = folder.getParent();
      if (folder == null) {
        throw new IllegalStateException("run inside the project: no server/pom.xml above here");
      }
    }
    return folder;
  }

  private static List<Source> read() {
    Path root = root();
    var texts = new LinkedHashMap<String, String>();
    try {
      Files.walkFileTree(root, new Reader(root, texts));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.copyOf(Source.of(texts));
  }

  private static final class Reader extends SimpleFileVisitor<Path> {
    private final Path root;
    private final Map<String, String> texts;

    Reader(Path root, Map<String, String> texts) {
      this.root = root;
      this.texts = texts;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      return !folder.equals(root) && isLeftOut(folder)
          ? FileVisitResult.SKIP_SUBTREE
          : FileVisitResult.CONTINUE;
    }

    /// A package may be called `data`: below `src` everything is ours.
    private boolean isLeftOut(Path folder) {
      return FOLDERS_LEFT_OUT.contains(folder.getFileName().toString())
          && !root.relativize(folder).toString().contains("src");
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      String name = file.getFileName().toString();
      if (attributes.isRegularFile() && TEXT.matcher(name).matches()) {
        String path = root.relativize(file).toString().replace('\\', '/');
        texts.put(path, Files.readString(file));
      }
      return FileVisitResult.CONTINUE;
    }
  }
}
