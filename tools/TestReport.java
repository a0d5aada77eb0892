import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

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
            .parse(file.toFile())
            .getElementsByTagName("testcase");
    for (int i = 0; i < tests.getLength(); i++) {
      count((Element) tests.item(i));
    }
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
      String reason = child(test, "skipped").getAttribute("message");
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
