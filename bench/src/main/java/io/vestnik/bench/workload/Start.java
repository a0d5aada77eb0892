package io.vestnik.bench.workload;

import io.vestnik.bench.prepare.Contents;
import io.vestnik.bench.run.Folder;
import io.vestnik.bench.run.PageCache;
import io.vestnik.bench.run.Report;
import io.vestnik.bench.run.ServerProcess;
import io.vestnik.bench.run.Usage;
import io.vestnik.bench.wire.Connections;
import io.vestnik.bench.wire.Frame;
import io.vestnik.bench.wire.Line;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `start`: how long until a server that was just started answers.
@Command(
    name = "start",
    description = "Starts a server again and again, each until it answers its first request.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class Start implements Callable<Integer> {
  @Mixin private Target target = new Target();

  @Option(
      names = "--runs",
      defaultValue = "10",
      description = "Of each kind. Default: ${DEFAULT-VALUE}.")
  private int runs;

  @Option(
      names = "--jar",
      paramLabel = "FILE",
      description = "The server's jar. Default: the classes of this program.")
  private @Nullable Path jar;

  @Option(names = "--aot", description = "Also with an AOT cache that is made first.")
  private boolean aot;

  @Option(
      names = "--aot-cache",
      paramLabel = "FILE",
      description = "Also with this AOT cache, made for the same jar and flags.")
  private @Nullable Path aotCache;

  private final Report report = new Report("start");

  @Override
  public Integer call() {
    Target.require(runs >= 1 && runs <= 1_000, "--runs must be 1 to 1000");
    Target.require(!target.isOther(), "start starts servers of its own: no --connect");
    Target.require(aotCache == null || Files.exists(aotCache), "--aot-cache: no such file");
    ServerProcess.Options given = target.options();
    var plain = new ServerProcess.Options(given.java(), given.arguments(), jar);
    try (Place place = target.place(Contents.pairs(1));
        Folder folder = new Folder()) {
      Path data = place.prepared().folder();
      once(data, plain); // so that the generator's own classes are loaded
      kinds(data, plain, "");
      Path cache = aot ? train(data, plain, folder.path().resolve("server.aot")) : aotCache;
      if (cache != null) {
        kinds(data, plain.withJava("-XX:AOTCache=" + cache), ", with AOT cache");
      }
    }
    report.tell(target.json());
    return 0;
  }

  private void kinds(Path data, ServerProcess.Options options, String suffix) {
    measure("warm" + suffix, () -> once(data, options));
    measure(
        "cold" + suffix,
        () -> {
          PageCache.drop(data, jar);
          return once(data, options);
        });
    measure(
        "warm, an empty data folder" + suffix,
        () -> {
          try (Folder empty = new Folder()) {
            return once(empty.path().resolve("data"), options);
          }
        });
  }

  /// One start.
  private record Found(long nanos, Usage usage) {}

  private interface Starting {
    Found start();
  }

  private void measure(String title, Starting starting) {
    Histogram all = new Histogram(3);
    double cpu = 0;
    Usage usage = Usage.UNKNOWN;
    for (int run = 1; run <= runs; run++) {
      Found found = starting.start();
      usage = found.usage;
      cpu += usage.cpu().toNanos() / 1e9;
      all.recordValue(found.nanos);
      System.out.printf("%s, %d of %d: %.0f ms%n", title, run, runs, found.nanos / 1e6);
    }
    report
        .section(title)
        .awaited("exec until the answer to checkConnection on a new WebSocket")
        .latency("micros", "answered after", all)
        .figure("meanMillis", "", "%.0f ms on the average", all.getMean() / 1e6)
        .figure("cpuSeconds", "processor", "%.2f s", cpu / runs)
        .memory(usage);
  }

  private static Found once(Path data, ServerProcess.Options options) {
    try (ServerProcess server = new ServerProcess(data, options)) {
      Found found = answer(server);
      server.stop();
      return found;
    }
  }

  private static Found answer(ServerProcess server) {
    try (Connections connections = new Connections(List.of(server.address()), 1)) {
      Frame check = Frame.of("checkConnection", Map.of());
      connections.openAll(
          List.of(new Connections.Wanted((_, _) -> {}, new Line.Opening("/ws", check), 0)),
          _ -> {});
      long nanos = System.nanoTime() - server.began();
      return new Found(nanos, server.usage());
    }
  }

  private static Path train(Path data, ServerProcess.Options options, Path cache) {
    System.out.println("Making the AOT cache …");
    once(data, options.withJava("-XX:AOTCacheOutput=" + cache));
    Target.require(
        Files.exists(cache),
        "No AOT cache was made: the JVM takes classes from jars alone (--jar)");
    return cache;
  }
}
