package io.vestnik.bench.workload;

import io.vestnik.bench.baseline.RawProcess;
import io.vestnik.bench.prepare.Contents;
import io.vestnik.bench.run.Folder;
import io.vestnik.bench.run.PageCache;
import io.vestnik.bench.run.Report;
import io.vestnik.bench.run.ServerProcess;
import io.vestnik.bench.run.Usage;
import io.vestnik.bench.wire.Connections;
import io.vestnik.bench.wire.Frame;
import io.vestnik.bench.wire.Line;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;
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
  private static final String ANSWER =
      "exec until the answer to checkConnection on a new WebSocket";

  @Mixin private Target target = new Target();

  @Option(
      names = "--runs",
      defaultValue = "10",
      description = "Of each kind. Default: ${DEFAULT-VALUE}.")
  private int runs;

  private final Report report = new Report("start");

  @Override
  public Integer call() {
    Target.require(runs >= 1 && runs <= 1_000, "--runs must be 1 to 1000");
    Target.require(!target.isOther(), "start starts servers of its own: no --connect");
    ServerProcess.Options given = target.options();
    var plain = new ServerProcess.Options(given.java(), given.arguments(), false);
    try (Place place = target.place(Contents.pairs(1))) {
      Path data = place.prepared().folder();
      once(data, plain); // so that the generator's own classes are loaded
      kinds(data, plain, "");
      if (ServerProcess.isRehearsed()) {
        kinds(data, given, ", with AOT cache");
      }
      measure("bare sockets, warm", "exec until a new WebSocket is open", Start::bareSockets);
    }
    report.tell(target.json());
    return 0;
  }

  private void kinds(Path data, ServerProcess.Options options, String suffix) {
    measure("warm" + suffix, ANSWER, () -> once(data, options));
    measure(
        "cold" + suffix,
        ANSWER,
        () -> {
          PageCache.drop(List.of(data));
          PageCache.drop(ServerProcess.code());
          return once(data, options);
        });
    measure(
        "warm, an empty data folder" + suffix,
        ANSWER,
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

  private void measure(String title, String awaited, Starting starting) {
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
        .awaited(awaited)
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
    Frame check = Frame.of("checkConnection", Map.of());
    open(server.address(), new Line.Opening("/ws", check));
    long nanos = System.nanoTime() - server.began();
    return new Found(nanos, server.usage());
  }

  // From exec until a WebSocket is open: there is nothing more to be had of them.
  private static Found bareSockets() {
    try (RawProcess raw = new RawProcess()) {
      open(raw.running().address(), new Line.Opening("/crowd/1/1", null));
      return new Found(System.nanoTime() - raw.began(), raw.running().usage());
    }
  }

  private static void open(InetSocketAddress address, Line.Opening opening) {
    try (Connections connections = new Connections(List.of(address), 1)) {
      connections.openAll(List.of(new Connections.Wanted((_, _) -> {}, opening, 0)), _ -> {});
    }
  }
}
