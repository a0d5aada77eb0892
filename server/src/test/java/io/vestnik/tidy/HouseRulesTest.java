package io.vestnik.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Style is a unit test: what the house agreed on is kept by every file, and each rule is shown to
/// see what it forbids.
class HouseRulesTest {

  static List<Rule> rules() {
    return Stream.of(SizeRules.all(), WordRules.all(), CallRules.all())
        .flatMap(List::stream)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void isKept(Rule rule) {
    rule.isKeptBy(Project.sources());
  }

  @ParameterizedTest
  @MethodSource("rules")
  void canFail(Rule rule) {
    rule.findsItsExample();
  }

  /// A rule that looks at nothing is kept by everybody.
  @Test
  void looksAtTheWholeProject() {
    assertThat(Project.sources().stream().map(Source::path))
        .contains(
            "pom.xml",
            "vestnik",
            "check",
            ".ci/run",
            "server/src/main/java/io/vestnik/package-info.java",
            "server/src/main/resources/logback.xml",
            "server/src/test/java/io/vestnik/tidy/HouseRulesTest.java")
        .noneMatch(path -> path.contains("target/"));
  }
}
