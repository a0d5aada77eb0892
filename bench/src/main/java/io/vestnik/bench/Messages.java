package io.vestnik.bench;

import io.vestnik.protocol.JsonWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `messages`: one-to-one messages, each acknowledged after it is on disk.
@Command(
    name = "messages",
    description = "Pairs of users write to each other as fast as they are answered.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class Messages implements Callable<Integer> {
  private static final int MAX_BASELINE_SECONDS = 5;

  @Option(
      names = "--connect",
      paramLabel = "HOST:PORT",
      description = "A server that runs already. Default: one of its own on a temporary folder.")
  private @Nullable String connect;

  @Option(
      names = "--pairs",
      defaultValue = "100",
      description = "Pairs of users, a connection each. Default: ${DEFAULT-VALUE}.")
  private int pairs;

  @Option(
      names = "--outstanding",
      defaultValue = "16",
      description = "Messages under way on each connection. Default: ${DEFAULT-VALUE}.")
  private int outstanding;

  @Option(names = "--seconds", defaultValue = "10", description = "Default: ${DEFAULT-VALUE}.")
  private int seconds;

  @Option(names = "--warmup", defaultValue = "3", description = "Default: ${DEFAULT-VALUE} s.")
  private int warmup;

  @Option(
      names = "--length",
      defaultValue = "100",
      description = "Characters a message. Default: ${DEFAULT-VALUE}.")
  private int length;

  @Option(names = "--keyed", description = "Each message has a client_message_id.")
  private boolean keyed;

  @Option(
      names = "--threads",
      defaultValue = "1",
      description = "Of the generator. Default: ${DEFAULT-VALUE}.")
  private int threads;

  @Option(names = "--json", paramLabel = "FILE", description = "Where to write the figures too.")
  private @Nullable Path json;

  @Override
  public Integer call() throws IOException {
    require(pairs >= 1 && pairs <= 5_000, "--pairs must be 1 to 5000");
    require(outstanding >= 1 && outstanding <= 128, "--outstanding must be 1 to 128");
    require(seconds >= 1 && seconds <= 3_600, "--seconds must be 1 to 3600");
    require(warmup >= 0 && warmup <= 600, "--warmup must be 0 to 600");
    require(length >= 1 && length <= 16_384, "--length must be 1 to 16384");
    require(threads >= 1 && threads <= 64, "--threads must be 1 to 64");
    Figures figures = connect == null ? ofOwnServer() : ofOther(connect);
    System.out.print(figures.table());
    if (json != null) {
      Files.writeString(json, JsonWriter.text(figures) + "\n");
    }
    return 0;
  }

  private static void require(boolean met, String what) {
    if (!met) {
      throw new IllegalArgumentException(what);
    }
  }

  private Figures ofOther(String address) {
    int colon = address.lastIndexOf(':');
    require(colon > 0, "--connect wants HOST:PORT");
    var server =
        new InetSocketAddress(
            address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
    require(!server.isUnresolved(), "--connect: no such host");
    System.out.println("Signing up " + 2 * pairs + " users …");
    List<Account> accounts = new RegisteredAccounts(server).make(pairs);
    Measured measured = measure(server, accounts, null);
    return new Figures(run(), measured.count(), measured.perSecond(), measured.latency(), null);
  }

  private Figures ofOwnServer() throws IOException {
    Path folder = Files.createTempDirectory("vestnik-bench");
    try {
      Path data = Files.createDirectory(folder.resolve("data"));
      List<Account> accounts = PreparedAccounts.in(data.resolve("vestnik.db"), pairs);
      try (ServerProcess server = new ServerProcess(data)) {
        Measured measured = measure(server.address(), accounts, server);
        Figures.Memory memory = server.memory();
        ServerProcess.Stopped stopped = server.stop();
        double batch = (double) stopped.messages() / Math.max(1, stopped.commits());
        double baseline = baseline(folder.resolve("baseline.db"), batch);
        return figures(measured, stopped, memory, baseline);
      }
    } finally {
      delete(folder);
    }
  }

  private Figures figures(
      Measured measured, ServerProcess.Stopped stopped, Figures.Memory memory, double baseline) {
    long messages = Math.max(1, stopped.messages());
    double cpuSeconds = measured.cpu().toNanos() / 1e9;
    var server =
        new Figures.OfServer(
            (double) messages / Math.max(1, stopped.commits()),
            (double) stopped.allocatedBytes() / messages,
            cpuSeconds,
            cpuSeconds * 1e6 / Math.max(1, measured.count()),
            memory,
            baseline,
            measured.perSecond() / baseline);
    return new Figures(run(), measured.count(), measured.perSecond(), measured.latency(), server);
  }

  private Figures.Run run() {
    return new Figures.Run(pairs, outstanding, seconds, warmup, keyed);
  }

  private double baseline(Path database, double batch) {
    PreparedAccounts.in(database, pairs);
    System.out.printf("Writing the same by SQLite alone, %.0f rows a commit …%n", batch);
    return new BareSqlite(database, content(), pairs)
        .rowsPerSecond(
            Math.max(1, (int) Math.round(batch)),
            Duration.ofSeconds(Math.min(seconds, MAX_BASELINE_SECONDS)));
  }

  private String content() {
    return "Съешь ещё этих мягких булок. ".repeat(1 + length / 29).substring(0, length);
  }

  private record Measured(Histogram nanos, double seconds, Duration cpu) {
    long count() {
      return nanos.getTotalCount();
    }

    double perSecond() {
      return count() / seconds;
    }

    Figures.Latency latency() {
      return Figures.Latency.of(nanos);
    }
  }

  private Measured measure(
      InetSocketAddress address, List<Account> accounts, @Nullable ServerProcess server) {
    List<Request> requests =
        accounts.stream().map(account -> new Request(account, content(), keyed)).toList();
    try (Load load = new Load(address, threads)) {
      load.connect(requests, outstanding);
      load.start();
      watch(load, warmup, "warm-up ");
      Duration cpuBefore = server == null ? Duration.ZERO : server.cpu();
      long began = System.nanoTime();
      Histogram all = watch(load, seconds, "");
      double took = (System.nanoTime() - began) / 1e9;
      Duration cpuAfter = server == null ? Duration.ZERO : server.cpu();
      load.stop();
      if (load.refused() > 0) {
        System.out.printf("%d were refused; the first: %s%n", load.refused(), load.refusal());
      }
      return new Measured(all, took, cpuAfter.minus(cpuBefore));
    }
  }

  // Says each second how it goes.
  private static Histogram watch(Load load, int seconds, String what) {
    Histogram all = new Histogram(3);
    for (int second = 1; second <= seconds; second++) {
      if (load.hasFailedWithin(1_000)) {
        throw new IllegalStateException(load.failure());
      }
      Histogram last = load.sinceLast();
      all.add(last);
      System.out.printf(
          Locale.ROOT,
          "%s%d s  %,d acknowledged  p50 %.2f ms  p99 %.2f ms%n",
          what,
          second,
          last.getTotalCount(),
          last.getValueAtPercentile(50) / 1e6,
          last.getValueAtPercentile(99) / 1e6);
    }
    return all;
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
