package io.vestnik;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What the tables of docs/protocol.md say.
final class ProtocolPage {
  static final String PATH = "docs/protocol.md";

  private static final String TEXT = Documents.text(PATH);
  private static final List<String> LINES = TEXT.lines().toList();
  private static final Pattern MODE = Pattern.compile("(?m)^\\| `(\\w+)` \\| (.*)→ (.*) \\|$");
  private static final Pattern CODE = Pattern.compile("(?m)^\\| (\\d{3}) \\| `(\\w+)` \\| .+ \\|$");
  private static final Pattern FIRST_CELL = Pattern.compile("\\| `([^`]+)` \\| (.+) \\|");

  private ProtocolPage() {}

  /// The row of a mode: the fields that it takes and gives, with their marks.
  record Mode(String name, List<String> request, List<String> answer) {}

  static List<Mode> modes() {
    return MODE.matcher(TEXT)
        .results()
        .map(row -> new Mode(row.group(1), fields(row.group(2)), fields(row.group(3))))
        .toList();
  }

  private static List<String> fields(String cell) {
    return cell.isBlank() || cell.equals("—") ? List.of() : List.of(cell.strip().split(", "));
  }

  /// The status of each word of `error.code`.
  static Map<String, String> statuses() {
    Map<String, String> statuses = new LinkedHashMap<>();
    Matcher row = CODE.matcher(TEXT);
    while (row.find()) {
      statuses.put(row.group(2), row.group(1));
    }
    return statuses;
  }

  /// What stands in the first column of the first table below a line.
  static List<String> names(String heading) {
    return table(heading).map(row -> row.group(1)).toList();
  }

  /// The kinds of events in the table of that head, with their fields.
  static Map<String, List<String>> events(String head) {
    Map<String, List<String>> events = new LinkedHashMap<>();
    table(head).forEach(row -> events.put(row.group(1), fields(row.group(2))));
    return events;
  }

  private static Stream<Matcher> table(String heading) {
    int start = LINES.indexOf(heading);
    if (start < 0) {
      throw new AssertionError(PATH + " has no line: " + heading);
    }
    return LINES.stream()
        .skip(start)
        .dropWhile(line -> !line.startsWith("|---"))
        .skip(1)
        .map(FIRST_CELL::matcher)
        .takeWhile(Matcher::matches);
  }
}
