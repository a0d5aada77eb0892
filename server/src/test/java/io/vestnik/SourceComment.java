package io.vestnik;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The `///` lines that stand before a type in the server's sources.
record SourceComment(List<String> lines, String indent) {
  private static final String MAIN = "server/src/main/java/";

  /// @param indent what is to stand before each line
  static SourceComment of(Class<?> type, String indent) {
    String path = type.getNestHost().getName().replace('.', '/');
    Matcher found =
        Pattern.compile(
                "((?:^ *///.*\\n)+)(?:^ *@.*\\n)*^ *(?:public |final |static )*"
                    + "(?:class|record|enum|interface) "
                    + type.getSimpleName()
                    + "\\b",
                Pattern.MULTILINE)
            .matcher(Documents.text(MAIN + path + ".java"));
    if (!found.find()) {
      return new SourceComment(List.of(), indent);
    }
    return new SourceComment(found.group(1).lines().map(String::strip).toList(), indent);
  }

  /// What stands before the parameters.
  String text() {
    return join(
        lines.stream().takeWhile(line -> !line.contains("@param")).toList().stream()
            .collect(Collectors.toList()));
  }

  /// The parameters, with the empty line before them.
  String parameters() {
    List<String> parameters = lines.stream().dropWhile(line -> !line.contains("@param")).toList();
    return parameters.isEmpty() ? "" : join(List.of("///")) + join(parameters);
  }

  private String join(List<String> all) {
    int end = all.size();
    while (end > 1 && all.get(end - 1).equals("///")) {
      end--;
    }
    return all.subList(0, end).stream()
        .map(line -> indent + line + "\n")
        .collect(Collectors.joining());
  }
}
