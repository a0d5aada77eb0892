package io.vestnik.tidy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What the documents point at is there: the file, and the heading within it.
class LinksTest {
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]*)\\)");
  private static final Pattern ELSEWHERE = Pattern.compile("[a-z]+:.*");
  private static final Pattern CODE = Pattern.compile("`[^`]*`");

  private static final Rule THERE = new Rule("links lead somewhere", LinksTest::broken, example());

  @Test
  void linksLeadSomewhere() {
    THERE.isKeptBy(Project.sources());
  }

  @Test
  void aBrokenLinkIsFound() {
    THERE.findsItsExample();
  }

  private static Stream<Finding> broken(List<Source> sources) {
    Map<String, Source> pages =
        sources.stream()
            .filter(source -> source.path().endsWith(".md"))
            .collect(Collectors.toMap(Source::path, Function.identity()));
    return pages.values().stream()
        .flatMap(page ->
            page.linesWhere(
                line -> links(line).anyMatch(link -> !leadsSomewhere(page, link, pages)),
                "a link that leads nowhere; name a file, or a heading, that there is"));
  }

  private static Stream<String> links(String line) {
    return LINK.matcher(CODE.matcher(line).replaceAll(""))
        .results()
        .map((MatchResult found) -> found.group(1))
        .filter(link -> !ELSEWHERE.matcher(link).matches());
  }

  private static boolean leadsSomewhere(Source page, String link, Map<String, Source> pages) {
    String[] parts = link.split("#", 2);
    String path =
        parts[0].isEmpty()
            ? page.path()
            : Path.of(page.folder()).resolve(parts[0]).normalize().toString();
    if (parts.length == 2) {
      Source there = pages.get(path);
      return there != null && anchors(there).contains(parts[1]);
    }
    return pages.containsKey(path) || Files.exists(Project.root().resolve(path));
  }

  /// As GitHub names headings: in lower case, without punctuation, with hyphens for spaces.
  private static Set<String> anchors(Source page) {
    return page.lines().stream()
        .filter(line -> line.matches("#+ .*"))
        .map(line ->
            line.replaceFirst("#+ ", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}_ -]", "")
                .replace(' ', '-'))
        .collect(Collectors.toSet());
  }

  private static List<Source> example() {
    return List.of(
        Source.of(
            "docs/a.md",
            """
            # A first page
            [the build](../pom.xml) and [another](b.md) and [a part](b.md#1-the-part-of-it)
            [itself](#a-first-page) and [the world](https://example.org/nothing) and `[code](c)`
            [no file](c.md) bad
            [no heading](b.md#the-part) bad
            [one that is](b.md), [one that is not](../b.md) bad
            [no such heading here](#b) bad
            """),
        Source.of("docs/b.md", "## 1. The part: of it\n[back](a.md)\n"));
  }
}
