package io.vestnik.tidy;

import com.sun.source.tree.ClassTree;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What may not be written: words, names, and what lacks a word.
final class WordRules {
  private static final Pattern UNFINISHED = Pattern.compile("\\b(TODO|FIXME|XXX)\\b");
  private static final Pattern EMPTY_NAME =
      Pattern.compile("Utils?(?![a-z])|Manager|Helper|Impl(?![a-z])|^Abstract");
  private static final Pattern MOCKING = Pattern.compile("mockito|easymock|jmock|powermock|mockk");
  // Put together here, so that this file does not break its own rule.
  private static final Pattern MACHINE =
      Pattern.compile("(?<![\\w.$}-])/(wo" + "rk/|tmp/" + "lab)");
  private static final Pattern NUMBERED = Pattern.compile("(?i)\\bissue\\s+#");

  private static final String MAIN = "server/src/main/java/io/vestnik/";

  private WordRules() {}

  static List<Rule> all() {
    return List.of(
        new Rule("nothing is left to do in main", WordRules::unfinished, unfinishedExample()),
        new Rule("a class is named after what it does", WordRules::names, namesExample()),
        new Rule("a package says what it holds", WordRules::packages, packagesExample()),
        new Rule("no mocking library", WordRules::mocking, mockingExample()),
        new Rule("no path of one machine", WordRules::machine, machineExample()),
        new Rule("no number of a tracker", WordRules::numbered, numberedExample()));
  }

  private static Stream<Finding> unfinished(List<Source> sources) {
    return linesOf(
        sources,
        Source::isMain,
        UNFINISHED,
        "do it now, or say in docs/ that it is not there; no mark in the code");
  }

  private static Stream<Finding> mocking(List<Source> sources) {
    return linesOf(
        sources,
        source -> source.fileName().equals("pom.xml"),
        MOCKING,
        "use the real thing, or write a fake by hand");
  }

  private static Stream<Finding> machine(List<Source> sources) {
    return linesOf(
        sources,
        source -> true,
        MACHINE,
        "a path of the machine this was written on; use one relative to the project");
  }

  private static Stream<Finding> numbered(List<Source> sources) {
    return linesOf(
        sources, source -> true, NUMBERED, "say the reason itself; a reader here sees no tracker");
  }

  private static Stream<Finding> linesOf(
      List<Source> sources, Predicate<Source> where, Pattern forbidden, String instead) {
    return sources.stream()
        .filter(where)
        .flatMap(source -> source.linesWhere(line -> forbidden.matcher(line).find(), instead));
  }

  private static Stream<Finding> names(List<Source> sources) {
    return sources.stream()
        .filter(Source::isJava)
        .flatMap(source ->
            source
                .nodes(ClassTree.class)
                .filter(type -> EMPTY_NAME.matcher(type.getSimpleName()).find())
                .map(type ->
                    source.at(
                        type,
                        type.getSimpleName()
                            + " says nothing; name it after the one thing it does or is")));
  }

  private static Stream<Finding> packages(List<Source> sources) {
    Map<String, List<Source>> folders =
        sources.stream().filter(Source::isMain).collect(Collectors.groupingBy(Source::folder));
    return folders.values().stream().flatMap(WordRules::packageOf);
  }

  private static Stream<Finding> packageOf(List<Source> files) {
    var info = files.stream().filter(f -> f.fileName().equals("package-info.java")).findFirst();
    if (info.isEmpty()) {
      return Stream.of(
          files
              .getFirst()
              .whole("add a package-info.java: `///` what the package holds, and @NullMarked"));
    }
    Source source = info.get();
    boolean marked =
        source.tree().getPackageAnnotations().stream()
            .anyMatch(a -> a.getAnnotationType().toString().endsWith("NullMarked"));
    boolean told = source.lines().stream().anyMatch(line -> line.matches("///\\s*\\w.*"));
    if (!marked) {
      return Stream.of(source.whole("annotate the package with @NullMarked"));
    }
    return told ? Stream.of() : Stream.of(source.whole("say in a `///` what the package holds"));
  }

  private static List<Source> unfinishedExample() {
    return List.of(
        Source.of(MAIN + "A.java", "// TODO: bad\n// todos are fine\n/* FIXME */ // bad\n"),
        Source.of("server/src/test/java/io/vestnik/ATest.java", "// XXX in a test\n"));
  }

  private static List<Source> namesExample() {
    return List.of(
        Source.of(
            MAIN + "A.java",
            """
            class StringUtils {} // bad
            class UtilOfTime {} // bad
            class SessionManager {} // bad
            class HelperOfChats {} // bad
            interface StoreImpl {} // bad
            record AbstractMode() {} // bad
            class Utility { class Implicit {} }
            class Outer {
              enum JsonUtil {} // bad
            }
            """));
  }

  private static List<Source> packagesExample() {
    String fine = "/// What it holds.\n@NullMarked\npackage io.vestnik.x;\n";
    return List.of(
        Source.of(MAIN + "none/A.java", "// bad\n"),
        Source.of(MAIN + "fine/package-info.java", fine),
        Source.of(MAIN + "fine/A.java", "//\n"),
        Source.of(MAIN + "unmarked/package-info.java", "/// bad\npackage io.vestnik.unmarked;\n"),
        Source.of(
            MAIN + "mute/package-info.java", "// bad\n@NullMarked\npackage io.vestnik.mute;\n"));
  }

  private static List<Source> mockingExample() {
    return List.of(
        Source.of("bench/pom.xml", "<a/>\n<artifactId>mockito-core</artifactId> <!-- bad -->\n"),
        Source.of("docs/tests.md", "no mockito here\n"));
  }

  private static List<Source> machineExample() {
    String folder = "/wo" + "rk/";
    return List.of(
        Source.of("docs/a.md", "see " + folder + "main, bad\nsee docs" + folder + "flow.md\n"),
        Source.of(MAIN + "A.java", "// in /tmp/" + "lab-build, bad\n// in /tmp/vestnik\n"));
  }

  private static List<Source> numberedExample() {
    return List.of(Source.of("docs/a.md", "as in issue" + " #12, bad\nthe issue is this\n"));
  }
}
