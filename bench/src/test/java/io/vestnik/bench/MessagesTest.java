package io.vestnik.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// The bench does what it says, in small: its figures are of this run, and its server is gone.
class MessagesTest {
  @TempDir private Path folder;

  private int run(String... options) {
    return new CommandLine(new Messages()).execute(options);
  }

  private double figure(String name) throws Exception {
    String json = Files.readString(folder.resolve("figures.json"));
    Matcher number = Pattern.compile("\"" + name + "\":([-+.0-9E]+)").matcher(json);
    assertThat(number.find()).as("%s in %s", name, json).isTrue();
    return Double.parseDouble(number.group(1));
  }

  @Test
  void measuresAServerOfItsOwn() throws Exception {
    String file = folder.resolve("figures.json").toString();
    assertThat(
            run(
                "--pairs=2",
                "--outstanding=4",
                "--seconds=1",
                "--warmup=1",
                "--keyed",
                "--json",
                file))
        .isZero();
    assertThat(figure("acknowledged")).isPositive();
    assertThat(figure("messagesPerCommit")).isBetween(1.0, 8.0);
    assertThat(figure("bytesPerMessage")).isPositive();
    assertThat(figure("baselineRowsPerSecond")).isPositive();
  }

  @Test
  void measuresAServerThatRunsAlready() throws Exception {
    Path data = Files.createDirectory(folder.resolve("data"));
    String file = folder.resolve("figures.json").toString();
    try (ServerProcess server = new ServerProcess(data)) {
      String address = "127.0.0.1:" + server.address().getPort();
      assertThat(
              run("--connect", address, "--pairs=2", "--seconds=1", "--warmup=0", "--json", file))
          .isZero();
      assertThat(server.stop().messages())
          .isGreaterThanOrEqualTo((long) figure("acknowledged"))
          .isPositive();
    }
  }

  @Test
  void refusesWhatItCannotDo() {
    CommandLine command = new CommandLine(new Messages());
    StringWriter err = new StringWriter();
    command.setErr(new PrintWriter(err));
    assertThat(command.execute("--pairs=0")).isNotZero();
    assertThat(err.toString()).contains("--pairs must be 1 to 5000");
  }
}
