package io.vestnik.tidy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A house rule, and a small example that breaks it. Each line of the example that ends in `bad`
/// must be found, and no other: so a rule that has gone blind fails, and so does one that sees too
/// much.
record Rule(String name, Check check, List<Source> example) {

  /// Looks through all sources, for some rules are about folders.
  @FunctionalInterface
  interface Check {
    Stream<Finding> in(List<Source> sources);
  }

  void isKeptBy(List<Source> sources) {
    List<Finding> found = check.in(sources).toList();
    if (!found.isEmpty()) {
      fail(
          found.stream()
              .map(Finding::toString)
              .collect(
                  Collectors.joining("\n", name + ": broken " + found.size() + " times\n", "")));
    }
  }

  void findsItsExample() {
    List<String> marked =
        example.stream()
            .flatMap(source -> source.linesWhere(line -> line.matches(".*\\bbad( -->)?"), ""))
            .map(Rule::place)
            .toList();
    assertThat(marked).as("an example of what is forbidden: " + name).isNotEmpty();
    assertThat(check.in(example).map(Rule::place).distinct())
        .as(name)
        .containsExactlyInAnyOrderElementsOf(marked);
  }

  private static String place(Finding finding) {
    return finding.path() + ":" + finding.line();
  }

  @Override
  public String toString() {
    return name;
  }
}
