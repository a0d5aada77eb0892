package io.vestnik.tidy;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// How much of a thing is too much.
final class SizeRules {
  static final int LINE = 100;
  static final int METHOD = 50;
  static final int MODE_FILE = 120;
  static final int MAIN_FILE = 300;
  static final int TEST_FILE = 500;
  static final int PARAMETERS = 5;
  static final int FOLDER = 30;

  private static final Set<String> FEATURES =
      Set.of("account", "profile", "chat", "message", "group", "live");

  /// Made, not written: one file a mode, in one package for those who use them.
  private static final String CLIENT_MODES = "client/src/main/java/io/vestnik/client/mode";

  private static final String MAIN = "server/src/main/java/io/vestnik/";

  private SizeRules() {}

  static List<Rule> all() {
    return List.of(
        new Rule("a line has at most 100 characters", SizeRules::line, longLine()),
        new Rule("a method has at most 50 lines", SizeRules::method, longMethod()),
        new Rule("a mode's file has at most 120 lines", SizeRules::modeFile, longModeFile()),
        new Rule("a file has at most 300 lines, a test 500", SizeRules::file, longFiles()),
        new Rule("a method has at most 5 parameters", SizeRules::parameters, manyParameters()),
        new Rule("a folder has at most 30 files", SizeRules::folder, fullFolder()));
  }

  private static Stream<Finding> line(List<Source> sources) {
    return sources.stream()
        .filter(Source::isJava)
        .flatMap(source ->
            source.linesWhere(
                // The formatter leaves an import on one line, whatever its length.
                line -> length(line) > LINE && !line.startsWith("import "),
                "a line of over " + LINE + " characters; break it"));
  }

  private static int length(String line) {
    return line.codePointCount(0, line.length());
  }

  private static Stream<Finding> method(List<Source> sources) {
    return sources.stream().filter(Source::isJava).flatMap(SizeRules::longMethodsOf);
  }

  private static Stream<Finding> longMethodsOf(Source source) {
    return source
        .nodes(MethodTree.class)
        .filter(method -> lines(source, method) > METHOD)
        .map(method ->
            source.at(
                method,
                "%s has %d lines, at most %d; take a step out of it and give that a name"
                    .formatted(method.getName(), lines(source, method), METHOD)));
  }

  private static long lines(Source source, Tree node) {
    return source.lastLine(node) - source.firstLine(node) + 1;
  }

  private static Stream<Finding> modeFile(List<Source> sources) {
    return sources.stream()
        .filter(Source::isProduct)
        .filter(source -> FEATURES.contains(source.feature()) && declaresRequest(source))
        .filter(source -> source.lines().size() > MODE_FILE)
        .map(source ->
            source.whole(
                "a mode of %d lines, at most %d; what others need too goes into a class of its"
                        .formatted(source.lines().size(), MODE_FILE)
                    + " own beside it"));
  }

  private static boolean declaresRequest(Source source) {
    return source
        .nodes(ClassTree.class)
        .anyMatch(type ->
            type.getKind() == Tree.Kind.RECORD && type.getSimpleName().contentEquals("Request"));
  }

  private static Stream<Finding> file(List<Source> sources) {
    return sources.stream()
        .filter(Source::isJava)
        .filter(source -> source.lines().size() > limitOf(source))
        .map(source ->
            source.whole(
                "a file of %d lines, at most %d; it holds two things: give each its own"
                    .formatted(source.lines().size(), limitOf(source))));
  }

  private static int limitOf(Source source) {
    return source.isMain() ? MAIN_FILE : TEST_FILE;
  }

  /// A record's header is no parameter list (it is what many parameters are to become), and who
  /// overrides has not chosen.
  private static Stream<Finding> parameters(List<Source> sources) {
    return sources.stream().filter(Source::isJava).flatMap(SizeRules::crowdedMethodsOf);
  }

  private static Stream<Finding> crowdedMethodsOf(Source source) {
    Set<Tree> ofRecords =
        source
            .nodes(ClassTree.class)
            .filter(type -> type.getKind() == Tree.Kind.RECORD)
            .flatMap(type -> type.getMembers().stream())
            .filter(member -> member instanceof MethodTree m && m.getReturnType() == null)
            .collect(Collectors.toSet());
    return source
        .nodes(MethodTree.class)
        .filter(method -> method.getParameters().size() > PARAMETERS)
        .filter(method -> !ofRecords.contains(method) && !overrides(method))
        .map(method ->
            source.at(
                method,
                "%s has %d parameters, at most %d; make a record of those that belong together"
                    .formatted(method.getName(), method.getParameters().size(), PARAMETERS)));
  }

  private static boolean overrides(MethodTree method) {
    return method.getModifiers().getAnnotations().stream()
        .anyMatch(annotation -> annotation.getAnnotationType().toString().equals("Override"));
  }

  private static Stream<Finding> folder(List<Source> sources) {
    Map<String, List<Source>> folders =
        sources.stream()
            .filter(source -> source.isJava() && !source.folder().equals(CLIENT_MODES))
            .collect(Collectors.groupingBy(Source::folder, Collectors.toList()));
    return folders.values().stream()
        .filter(files -> files.size() > FOLDER)
        .map(files ->
            files
                .getFirst()
                .whole(
                    "a folder of %d files, at most %d; it holds two things: give each its own"
                        .formatted(files.size(), FOLDER)));
  }

  private static List<Source> longLine() {
    return List.of(
        Source.of(
            MAIN + "A.java",
            "import io." + "x".repeat(LINE) + ";\n// " + "x".repeat(LINE - 6) + " bad\n// fine\n"));
  }

  private static List<Source> longMethod() {
    String body = "    call();\n".repeat(METHOD - 2);
    return List.of(
        Source.of(
            MAIN + "A.java",
            "class A {\n  void fine() {\n"
                + body
                + "  }\n  void tooLong() { // bad\n"
                + body
                + "    call();\n  }\n}\n"));
  }

  private static List<Source> longModeFile() {
    String filler = "//\n".repeat(MODE_FILE);
    String mode = "class A { record Request() {} }\n";
    return List.of(
        Source.of(MAIN + "chat/A.java", "// bad\n" + mode + filler),
        Source.of(MAIN + "store/B.java", mode + filler),
        Source.of(MAIN + "chat/C.java", "class C { record Other() {} }\n" + filler));
  }

  private static List<Source> longFiles() {
    return List.of(
        Source.of(MAIN + "A.java", "// bad\n" + "//\n".repeat(MAIN_FILE)),
        Source.of(MAIN + "B.java", "//\n".repeat(MAIN_FILE)),
        Source.of("server/src/test/java/io/vestnik/C.java", "//\n".repeat(TEST_FILE)),
        Source.of("server/src/test/java/io/vestnik/D.java", "// bad\n" + "//\n".repeat(TEST_FILE)));
  }

  private static List<Source> manyParameters() {
    return List.of(
        Source.of(
            MAIN + "A.java",
            """
            record A(int a, int b, int c, int d, int e, int f) {
              A {}
              void fine(int a, int b, int c, int d, int e) {}
              void tooMany(int a, int b, int c, int d, int e, int f) {} // bad
              @Override public void given(int a, int b, int c, int d, int e, int f) {}
            }
            """));
  }

  private static List<Source> fullFolder() {
    return Stream.concat(
            Stream.of(Source.of(MAIN + "store/First.java", "// bad\n")),
            Collections.nCopies(FOLDER, Source.of(MAIN + "store/Other.java", "//\n")).stream())
        .toList();
  }
}
