package io.vestnik;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/// The client that README.md shows does what README.md says.
class ReadmeTest {
  private static final String PYTHON = "/usr/bin/python3";
  private static final String ADDRESS = "ws://127.0.0.1:8080/";
  private static final int MAX_LINES = 20;
  private static final int MAX_SECONDS = 60;

  private static final String README = Documents.text("README.md");
  private static final String CLIENT = Documents.blocks(README, "python").getFirst();

  @TempDir Path folder;

  @Test
  void theFirstClientIsShort() {
    assertThat(CLIENT.lines().count()).isLessThanOrEqualTo(MAX_LINES);
  }

  @Test
  @EnabledIf(
      value = "pythonHasWebsockets",
      disabledReason = PYTHON + " has no websockets: apt-get install python3-websockets")
  void theFirstClientSaysWhatTheReadmeShows() throws Exception {
    assertThat(CLIENT).contains(ADDRESS);
    try (TestServer server = TestServer.start()) {
      String there = ADDRESS.replace("8080", Integer.toString(server.port()));
      Path script = folder.resolve("talk.py");
      Files.writeString(script, CLIENT.replace(ADDRESS, there));
      assertThat(run(script.toString()))
          .isEqualTo(new Ended(0, Documents.blocks(README, "text").getFirst()));
    }
  }

  static boolean pythonHasWebsockets() throws IOException, InterruptedException {
    if (!Files.isExecutable(Path.of(PYTHON))) {
      return false;
    }
    Process process =
        new ProcessBuilder(PYTHON, "-c", "import websockets")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    return process.waitFor(MAX_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
  }

  /// A program that has ended, and all that it said.
  private record Ended(int status, String output) {}

  private Ended run(String... arguments) throws IOException, InterruptedException {
    Path output = folder.resolve("output");
    ProcessBuilder program = new ProcessBuilder(PYTHON);
    program.command().addAll(List.of(arguments));
    program.environment().put("PYTHONUTF8", "1");
    program.redirectErrorStream(true).redirectOutput(output.toFile());
    Process process = program.start();
    try {
      assertThat(process.waitFor(MAX_SECONDS, TimeUnit.SECONDS)).as("it ends in time").isTrue();
    } finally {
      process.destroyForcibly();
    }
    return new Ended(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
  }
}
