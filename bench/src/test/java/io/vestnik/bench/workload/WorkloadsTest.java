package io.vestnik.bench.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.bench.Bench;
import io.vestnik.bench.Bench.Figures;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Each workload runs in small, and its figures are plausible.
class WorkloadsTest {
  @TempDir private Path folder;

  @Test
  void fanoutReachesEveryMember() throws Exception {
    Figures found =
        Bench.run(folder, "fanout", "--members=20", "--outstanding=2", "--seconds=2", "--warmup=1")
            .getFirst();
    assertThat(found.number("messagesPerSecond")).isPositive();
    assertThat(found.number("perSecond"))
        .isBetween(
            15 * found.number("messagesPerSecond"), 25 * found.number("messagesPerSecond") + 40);
    assertThat(found.number("lastMicros", "p50"))
        .isGreaterThanOrEqualTo(found.number("deliveredMicros", "p50"));
    assertThat(found.number("socketsPerSecond")).isPositive();
  }

  @Test
  void idleConnectionsAreSubscribedAndCounted() throws Exception {
    Figures found =
        Bench.run(folder, "idle", "--connections=100", "--seconds=1", "--warmup=0").getFirst();
    assertThat(found.number("perSecond")).isPositive();
    assertThat(found.number("rssBytes")).isGreaterThan(found.number("baseRssBytes") / 2);
    assertThat(found.number("heapBytesEach")).isPositive();
  }

  @Test
  void aStartTakesAWhile() throws Exception {
    List<Figures> found = Bench.run(folder, "start", "--runs=1");
    assertThat(found)
        .extracting(Figures::title)
        .containsExactly("warm", "cold", "warm, an empty data folder", "bare sockets, warm");
    assertThat(found.getFirst().number("micros", "p50")).isBetween(1e4, 6e7);
  }

  @Tag("long")
  @Test
  void historyReadsPagesListsAndWhatWasMissed() throws Exception {
    List<Figures> found =
        Bench.run(
            folder,
            "history",
            "--chats=40",
            "--personal=10",
            "--groups=3",
            "--messages=300",
            "--each=5",
            "--seconds=2",
            "--warmup=1");
    assertThat(found).hasSize(4);
    assertThat(found).allSatisfy(one -> assertThat(one.number("micros", "count")).isPositive());
    double page = found.getFirst().number("answerBytes");
    assertThat(page).isBetween(5_000.0, 20_000.0);
    assertThat(found.get(1).number("answerBytes")).isBetween(0.8 * page, 1.2 * page);
    assertThat(found.get(2).title()).isEqualTo("getChats of 13 chats");
    assertThat(found.get(3).number("answerBytes")).isGreaterThan(1_000);
  }

  @Tag("long")
  @Test
  void signingInIsMeasuredBesideWriting() throws Exception {
    List<Figures> found =
        Bench.run(
            folder,
            "signin",
            "--pairs=2",
            "--connections=2",
            "--rate=20",
            "--seconds=2",
            "--warmup=1");
    assertThat(found).hasSize(4);
    assertThat(found.get(2).number("signInsPerSecond")).isPositive();
    assertThat(found.getLast().number("p99Ratio")).isPositive();
  }

  @Tag("long")
  @Test
  void growthMeasuresAtEachSize() throws Exception {
    List<Figures> found =
        Bench.run(
            folder,
            "growth",
            "--sizes=200,1000",
            "--chats=20",
            "--personal=5",
            "--groups=1",
            "--pairs=2",
            "--seconds=1",
            "--warmup=0");
    assertThat(found).hasSize(12);
    assertThat(found.getFirst().title()).startsWith("200 stored: ");
    assertThat(found.getLast().title()).startsWith("1,000 stored: ");
  }

  @Tag("long")
  @Test
  void aSoakTellsWhetherMemoryCameBack() throws Exception {
    Figures found =
        Bench.run(
                folder,
                "soak",
                "--minutes=0.03",
                "--warmup=1",
                "--visitors=5",
                "--pairs=5",
                "--pause=50")
            .getFirst();
    assertThat(found.number("visits")).isPositive();
    assertThat(found.number("messages")).isPositive();
    assertThat(found.number("heapAfter")).isPositive();
    assertThat(found.number("cameBack")).isEqualTo(1);
  }
}
