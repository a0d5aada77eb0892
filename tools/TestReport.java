import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/// Sums up Surefire's XML reports in the given folders: what was skipped and why, what failed and
/// how, and one last line that counts. Exit status 1 where a test failed or none was run.
///
/// Run from its source by `./check`.
final class TestReport {
  private static final int FAILURES_SHOWN = 20;
  private static final int LINES_SHOWN = 25;

  private final List<String> skipped = new ArrayList<>();
  private final List<String> failed = new ArrayList<>();
  private int passed;

  void main(String[] folders) throws Exception {
    for (String folder : folders) {
      if (Files.isDirectory(Path.of(folder))) {
        for (Path file : reports(Path.of(folder))) {
          read(file);
        }
      }
    }
    print();
    System.exit(failed.isEmpty() && passed > 0 ? 0 : 1);
  }

  private static List<Path> reports(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files
          .filter(f -> f.getFileName().toString().matches("TEST-.*\\.xml"))
          .sorted()
          .toList();
    }
  }

  private void read(Path file) throws Exception {
    NodeList tests =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(clean(Files.readString(file)))))
            .getElementsByTagName("testcase");
    for (int i = 0; i < tests.getLength(); i++) {
      count((Element) tests.item(i));
    }
  }

  private static final Pattern REFERENCE = Pattern.compile("&#(x[0-9a-fA-F]+|[0-9]+);");

  // A test's name may hold what XML may not: its report is read all the same.
  private static String clean(String xml) {
    return REFERENCE
        .matcher(xml)
        .replaceAll(one -> isAllowed(Integer.decode(one.group(1).replace("x", "0x"))) ? "$0" : "?")
        .codePoints()
        .map(c -> isAllowed(c) ? c : '?')
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static boolean isAllowed(int c) {
    return c == '\t'
        || c == '\n'
        || c == '\r'
        || (c >= ' ' && c < 0xd800)
        || (c >= 0xe000 && c < 0xfffe)
        || c > 0xffff;
  }

  private void count(Element test) {
    String className = test.getAttribute("classname");
    String name =
        className.substring(className.lastIndexOf('.') + 1) + "." + test.getAttribute("name");
    Element failure =
        child(test, "failure") != null ? child(test, "failure") : child(test, "error");
    if (failure != null) {
      failed.add(name + "\n" + bounded(failure));
    } else if (child(test, "skipped") != null) {
      Element skip = child(test, "skipped");
      String reason = skip.getAttribute("message");
      if (reason.isBlank()) {
        reason = skip.getTextContent().lines().findFirst().orElse("");
      }
      skipped.add(name + ": " + (reason.isBlank() ? "no reason given" : reason.strip()));
    } else {
      passed++;
    }
  }

  private static Element child(Element parent, String name) {
    for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element element && element.getTagName().equals(name)) {
        return element;
      }
    }
    return null;
  }

  /// The message, and of the stack only our own frames.
  private static String bounded(Element failure) {
    return failure
        .getTextContent()
        .lines()
        .filter(line -> !line.startsWith("\tat ") || line.contains("io.vestnik"))
        .limit(LINES_SHOWN)
        .map(line -> "    " + (line.length() > 300 ? line.substring(0, 300) + " …" : line))
        .reduce("", (a, b) -> a + b + "\n");
  }

  private void print() {
    skipped.forEach(line -> System.out.println("skipped " + line));
    failed.stream().limit(FAILURES_SHOWN).forEach(text -> System.out.print("FAILED " + text));
    if (failed.size() > FAILURES_SHOWN) {
      System.out.println("… and " + (failed.size() - FAILURES_SHOWN) + " more");
    }
    if (passed + failed.size() == 0) {
      System.out.println("No test was run.");
    }
    System.out.printf("%d passed, %d failed, %d skipped%n", passed, failed.size(), skipped.size());
  }
}
