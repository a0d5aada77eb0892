package io.vestnik.sim;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
  private static final int ACTIONS = 160;
  private static final int PROGRESS = 25;

  // A run waits most of its time.
  private static final int AT_ONCE = 8;

  @TempDir private Path folder;

  private final Faults faults = new Faults();
  private int texts;
  private int granted;
  private int refused;
  private long compared;
  private long whole;

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
    List<Future<?>> runs = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        HttpClient http = HttpClient.newBuilder().executor(threads).build();
        ExecutorService runners = Executors.newFixedThreadPool(AT_ONCE)) {
      for (long seed = first; seed < first + (only == null ? count : 1); seed++) {
        long one = seed;
        runs.add(runners.submit(() -> run(one, http)));
      }
      try {
        await(runs);
      } finally {
        runners.shutdownNow();
      }
    }
  }

  private void await(List<Future<?>> runs) {
    for (int i = 0; i < runs.size(); i++) {
      try {
        runs.get(i).get();
      } catch (ExecutionException e) {
        throw e.getCause() instanceof Error why ? why : new AssertionError(e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted", e);
      }
      if ((i + 1) % PROGRESS == 0 || i + 1 == runs.size()) {
        System.out.println(said(i + 1));
      }
    }
  }

  private synchronized String said(long seeds) {
    return ("%d seeds, %d messages, %d requests done, %d refused, %d deliveries, %d whole logs,"
            + " %s")
        .formatted(seeds, texts, granted, refused, compared, whole, faults);
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
      add(simulation);
    }
  }

  private synchronized void add(Simulation simulation) {
    faults.add(simulation.faults());
    texts += simulation.town().texts();
    granted += simulation.town().granted();
    refused += simulation.town().refused();
    compared += simulation.compared();
    whole += simulation.whole();
  }

  private static String told(Simulation simulation) {
    return simulation.standing(null) + String.join("\n", simulation.town().trace);
  }

  private Path folder(long seed) {
    try {
      return Files.createDirectory(folder.resolve("seed" + seed));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
