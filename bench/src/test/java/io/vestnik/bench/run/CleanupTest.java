package io.vestnik.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.bench.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A bench that is told to end leaves nothing: no folder, no server.
class CleanupTest {
  @TempDir private Path folder;

  private List<String> left() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith("vestnik-bench"))
          .toList();
    }
  }

  @Test
  void aSignalLeavesNothing() throws Exception {
    Process bench =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + folder,
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "messages",
                "--pairs=1",
                "--seconds=600")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> !left().isEmpty() && bench.children().findAny().isPresent());
      ProcessHandle server = bench.children().findAny().orElseThrow();
      bench.destroy();
      assertThat(bench.waitFor(60, TimeUnit.SECONDS)).isTrue();
      Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> !server.isAlive());
      assertThat(left()).isEmpty();
    } finally {
      bench.destroyForcibly();
    }
  }
}
