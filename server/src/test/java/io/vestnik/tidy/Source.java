package io.vestnik.tidy;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/// One text file of the project, its path relative to the root. Java has its syntax tree as well,
/// parsed by the JDK's own compiler, so that no rule is fooled by a comment or a string.
final class Source {
  private static final String JAVA_ROOT = ".*/java/";

  private final String path;
  private final String text;
  private final List<String> lines;
  private final List<Tree> nodes;
  private final @Nullable CompilationUnitTree tree;
  private final @Nullable SourcePositions positions;

  private Source(
      String path,
      String text,
      @Nullable CompilationUnitTree tree,
      @Nullable SourcePositions positions) {
    this.path = path;
    this.text = text;
    this.lines = text.lines().toList();
    this.nodes = tree == null ? List.of() : nodesOf(tree);
    this.tree = tree;
    this.positions = positions;
  }

  static Source of(String path, String text) {
    return of(Map.of(path, text)).getFirst();
  }

  /// Texts by their paths, in their order. One compiler parses all: to begin one takes longer than
  /// to parse a file.
  static List<Source> of(Map<String, String> texts) {
    var java = new ArrayList<Text>();
    var sources = new ArrayList<Source>();
    texts.forEach((path, text) -> {
      if (path.endsWith(".java")) {
        java.add(new Text(path, text));
      } else {
        sources.add(new Source(path, text, null, null));
      }
    });
    if (!java.isEmpty()) {
      sources.addAll(parsed(java));
    }
    return sources;
  }

  private static List<Source> parsed(List<Text> texts) {
    Map<URI, Text> byName = texts.stream().collect(Collectors.toMap(Text::toUri, text -> text));
    var problems = new DiagnosticCollector<JavaFileObject>();
    var task =
        (JavacTask)
            ToolProvider.getSystemJavaCompiler()
                .getTask(null, null, problems, List.of(), null, texts);
    try {
      SourcePositions positions = Trees.instance(task).getSourcePositions();
      var sources = new ArrayList<Source>();
      for (CompilationUnitTree tree : task.parse()) {
        Text text = Objects.requireNonNull(byName.get(tree.getSourceFile().toUri()));
        sources.add(new Source(text.path, text.text, tree, positions));
      }
      if (!problems.getDiagnostics().isEmpty()) {
        throw new IllegalArgumentException("Not Java: " + problems.getDiagnostics());
      }
      return sources;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String path() {
    return path;
  }

  String text() {
    return text;
  }

  List<String> lines() {
    return lines;
  }

  boolean isJava() {
    return tree != null;
  }

  /// Java of the product: not of a test, not of the bench.
  boolean isProduct() {
    return isMain() && !path.startsWith("bench/");
  }

  boolean isMain() {
    return isJava() && path.contains("/src/main/");
  }

  CompilationUnitTree tree() {
    if (tree == null) {
      throw new IllegalStateException(path + " is not Java");
    }
    return tree;
  }

  /// The folder, without a slash at its end.
  String folder() {
    return path.substring(0, Math.max(0, path.lastIndexOf('/')));
  }

  String fileName() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /// As Java names it, by the path: `io.vestnik.chat.GetChat`.
  String className() {
    return path.replaceFirst(JAVA_ROOT, "").replaceFirst("\\.java$", "").replace('/', '.');
  }

  /// The package below `io.vestnik`, its first part alone; empty for the root.
  String feature() {
    String[] parts = className().split("\\.");
    return parts.length > 3 ? parts[2] : "";
  }

  /// All nodes of the tree, from the top down.
  Stream<Tree> nodes() {
    return nodes.stream();
  }

  private static List<Tree> nodesOf(CompilationUnitTree tree) {
    var all = new ArrayList<Tree>();
    new TreeScanner<Void, Void>() {
      @Override
      public @Nullable Void scan(@Nullable Tree node, @Nullable Void unused) {
        if (node != null) {
          all.add(node);
        }
        return super.scan(node, null);
      }
    }.scan(tree, null);
    return all;
  }

  <T extends Tree> Stream<T> nodes(Class<T> kind) {
    return nodes().filter(kind::isInstance).map(kind::cast);
  }

  long firstLine(Tree node) {
    return lineAt(positions().getStartPosition(tree(), node));
  }

  long lastLine(Tree node) {
    return lineAt(positions().getEndPosition(tree(), node));
  }

  Finding at(Tree node, String instead) {
    return new Finding(path, firstLine(node), instead);
  }

  Finding whole(String instead) {
    return new Finding(path, 1, instead);
  }

  Stream<Finding> linesWhere(Predicate<String> broken, String instead) {
    var found = new ArrayList<Finding>();
    for (int i = 0; i < lines.size(); i++) {
      if (broken.test(lines.get(i))) {
        found.add(new Finding(path, i + 1L, instead));
      }
    }
    return found.stream();
  }

  private SourcePositions positions() {
    if (positions == null) {
      throw new IllegalStateException(path + " is not Java");
    }
    return positions;
  }

  private long lineAt(long position) {
    return position < 0 ? 1 : tree().getLineMap().getLineNumber(position);
  }

  @Override
  public String toString() {
    return path;
  }

  private static final class Text extends SimpleJavaFileObject {
    private final String path;
    private final String text;

    Text(String path, String text) {
      super(URI.create("string:///" + path.replace(' ', '_')), Kind.SOURCE);
      this.path = path;
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
