package io.vestnik.bench.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.bench.Bench;
import io.vestnik.bench.Bench.Figures;
import io.vestnik.bench.prepare.Contents;
import io.vestnik.bench.prepare.Prepared;
import io.vestnik.bench.run.ServerProcess;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The bench does what it says, in small: its figures are of this run.
class MessagesTest {
  @TempDir private Path folder;

  @Test
  void measuresAServerOfItsOwnBesideTheBaselines() throws Exception {
    List<Figures> found =
        Bench.run(
            folder,
            "messages",
            "--pairs=2",
            "--outstanding=4",
            "--rate=off",
            "--seconds=2",
            "--warmup=1",
            "--keyed");
    Figures only = found.getFirst();
    assertThat(only.number("acknowledged")).isPositive();
    // 16 are under way when it begins to count, and 16 when it ends.
    assertThat(only.number("delivered"))
        .isBetween(only.number("acknowledged") - 32, only.number("acknowledged") + 32);
    assertThat(only.number("messagesPerCommit")).isBetween(1.0, 16.0);
    assertThat(only.number("bytesPerMessage")).isPositive();
    assertThat(only.number("baselineRowsPerSecond")).isPositive();
    assertThat(only.number("socketsPerSecond")).isPositive();
    assertThat(only.number("rssBytes")).isGreaterThan(20 << 20);
    assertThat(only.number("deliveredMicros", "p50")).isPositive();
  }

  @Test
  void keepsItsRateInTheOpenLoop() throws Exception {
    List<Figures> found =
        Bench.run(
            folder,
            "messages",
            "--pairs=2",
            "--outstanding=1",
            "--rate=20",
            "--seconds=2",
            "--warmup=1",
            "--no-baseline");
    assertThat(found).hasSize(2);
    assertThat(found.getLast().number("perSecond")).isBetween(5.0, 40.0);
  }

  @Test
  void measuresAServerThatRunsAlready() throws Exception {
    Path data = Prepared.in(folder.resolve("data"), Contents.pairs(1)).folder();
    try (ServerProcess server = new ServerProcess(data, ServerProcess.Options.DEFAULT)) {
      List<Figures> found =
          Bench.run(
              folder,
              "messages",
              "--connect=127.0.0.1:%1$d,127.0.0.1:%1$d".formatted(server.address().getPort()),
              "--server-pid=%1$d,%1$d".formatted(server.pid()),
              "--pairs=2",
              "--outstanding=1",
              "--rate=off",
              "--seconds=2",
              "--warmup=1",
              "--no-baseline");
      assertThat(found.getFirst().number("rssBytes")).isPositive();
      assertThat(server.stop().messages())
          .isGreaterThanOrEqualTo((long) found.getFirst().number("acknowledged"))
          .isPositive();
    }
  }

  @Test
  void refusesWhatItCannotDo() {
    assertThat(Bench.refused("messages", "--pairs=0")).contains("--pairs must be 1 to 5000");
    assertThat(Bench.refused("messages", "--rate=fast")).contains("--rate must be");
    assertThat(Bench.refused("messages", "--connect=nowhere")).contains("HOST:PORT");
    assertThat(Bench.refused("idle", "--connect=127.0.0.1:1", "--connections=10"))
        .contains("--data with --connect");
    assertThat(Bench.refused("idle", "--connections=60000")).contains("may open", "ulimit -n");
  }
}
