package io.vestnik.sim;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// All promises at once (protocol §7), under faults of every kind.
///
/// `-Dseed=…` runs that seed alone, `-Dseeds=…` so many in the long run, beginning with
/// `-Dfirst=…`.
class SimulationTest {
  private static final int ACTIONS = 120;
  private static final int PROGRESS = 25;

  @TempDir private Path folder;

  private final Faults faults = new Faults();
  private int texts;
  private long compared;

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void aFewSeedsKeepAllPromises() {
    runAll(25);
  }

  @Test
  @Tag("long")
  @Timeout(value = 3, unit = TimeUnit.HOURS)
  void manySeedsKeepAllPromises() {
    runAll(Integer.getInteger("seeds", 1_000));
  }

  private void runAll(int count) {
    Long only = Long.getLong("seed");
    long first = only == null ? Long.getLong("first", 1) : only;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        HttpClient http = HttpClient.newBuilder().executor(threads).build()) {
      for (long seed = first; seed < first + (only == null ? count : 1); seed++) {
        run(seed, http);
        if (seed % PROGRESS == 0) {
          System.out.println(said(seed));
        }
      }
      System.out.println(said(count));
    }
  }

  private String said(long seeds) {
    return seeds + " seeds, " + texts + " messages, " + compared + " deliveries, " + faults;
  }

  private void run(long seed, HttpClient http) {
    try (Simulation simulation = new Simulation(seed, ACTIONS, folder(seed), http)) {
      List<String> wrong;
      try {
        wrong = simulation.run();
      } catch (RuntimeException | Error e) {
        throw new AssertionError(
            "-Dseed=" + seed + " replays this: " + e + "\n" + told(simulation), e);
      }
      if (!wrong.isEmpty()) {
        String all = String.join("\n", wrong);
        throw new AssertionError(
            "-Dseed=" + seed + " replays this:\n" + all + "\n" + told(simulation));
      }
      faults.add(simulation.faults());
      texts += simulation.texts();
      compared += simulation.compared();
    }
  }

  private static String told(Simulation simulation) {
    return simulation.standing(null) + String.join("\n", simulation.trace());
  }

  private Path folder(long seed) {
    try {
      return Files.createDirectory(folder.resolve("seed" + seed));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
