package io.vestnik;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.mode.Row;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The client's requests and answers are made of those of the modes, and say what they say.
class ClientModesTest {
  private static final String FOLDER = "client/src/main/java/io/vestnik/client/mode/";
  private static final String REMEDY =
      "make it anew: mvn -pl server -am test -Dtest=ClientModesTest -Dwrite"
          + " -Dsurefire.failIfNoSpecifiedTests=false, then mvn spotless:apply";

  /// What is written there by hand.
  private static final Set<String> OWN = Set.of("package-info.java", "Mode.java", "Request.java");

  @Test
  void theClientHasTheModesOfTheServer() throws Exception {
    Map<String, String> made = made();
    boolean write = System.getProperty("write") != null;
    for (String name : present()) {
      if (write && !made.containsKey(name)) {
        Files.delete(Documents.file(FOLDER + name));
      }
    }
    for (Map.Entry<String, String> one : made.entrySet()) {
      Path file = Documents.file(FOLDER + one.getKey());
      if (write && !words(text(file)).equals(words(one.getValue()))) {
        Files.writeString(file, one.getValue());
      }
      assertThat(words(text(file)))
          .as(FOLDER + one.getKey() + ": " + REMEDY)
          .isEqualTo(words(one.getValue()));
    }
    assertThat(present()).as("the modes in " + FOLDER + ": " + REMEDY).isEqualTo(made.keySet());
  }

  private static Map<String, String> made() {
    Map<Class<?>, Row<?>> rows = new LinkedHashMap<>();
    Modes.table(ContractTest.parts()).forEach(row -> rows.putIfAbsent(row.mode().getClass(), row));
    Map<String, String> made = new TreeMap<>();
    for (Row<?> row : rows.values()) {
      ClientMode mode = new ClientMode(row, rows.keySet());
      made.put(row.mode().getClass().getSimpleName() + ".java", mode.source());
      mode.ownFiles().forEach((name, source) -> made.put(name + ".java", source));
    }
    return made;
  }

  private static Set<String> present() throws Exception {
    try (Stream<Path> files = Files.list(Documents.file(FOLDER))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !OWN.contains(name))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static String text(Path file) throws Exception {
    return Files.isRegularFile(file) ? Files.readString(file) : "";
  }

  /// Without what the formatter decides.
  private static String words(String source) {
    return source.replaceAll("\\s+", "");
  }
}
