package io.vestnik.bench.workload;

import io.vestnik.bench.prepare.Contents;
import io.vestnik.bench.prepare.Prepared;
import io.vestnik.bench.run.Heap;
import io.vestnik.bench.run.OpenFiles;
import io.vestnik.bench.run.Progress;
import io.vestnik.bench.run.Report;
import io.vestnik.bench.run.Running;
import io.vestnik.bench.run.Section;
import io.vestnik.bench.run.Usage;
import io.vestnik.bench.wire.Connections;
import io.vestnik.bench.wire.Frame;
import io.vestnik.bench.wire.Line;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `idle`: subscribed connections on which nothing happens.
@Command(
    name = "idle",
    description = "Opens many connections, subscribes each, and leaves them alone.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class Idle implements Callable<Integer> {
  private static final long SECOND = 1_000_000_000;
  private static final int SETTLE_SECONDS = 2;

  @Mixin private TimedTarget target = new TimedTarget();

  @Option(
      names = "--connections",
      split = ",",
      defaultValue = "10000,19000",
      description = "How many, one measurement each. Default: ${DEFAULT-VALUE}.")
  private List<Integer> connections = List.of();

  private final Report report = new Report("idle");

  @Override
  public Integer call() {
    Target.require(
        connections.stream().allMatch(n -> n >= 10 && n <= 60_000),
        "--connections must be 10 to 60000");
    connections.forEach(OpenFiles::require);
    target.requireData("idle");
    int most = connections.stream().max(Integer::compare).orElseThrow();
    try (Place place = target.place(Contents.pairs((most + 1) / 2))) {
      connections.forEach(count -> measure(place, count));
    }
    report.tell(target.json());
    return 0;
  }

  private void measure(Place place, int count) {
    try (Running server = place.start();
        Connections open = new Connections(server.addresses(), 1)) {
      open.pass(SETTLE_SECONDS * SECOND);
      Usage base = server.usage();
      int first = count / 10;
      long began = System.nanoTime();
      open(open, 1, first, count);
      Usage tenth = server.usage();
      open(open, first + 1, count, count);
      double seconds = (System.nanoTime() - began) / 1e9;
      open.pass(SETTLE_SECONDS * SECOND);
      Usage full = server.usage();
      System.out.printf("%,d are open; at rest for %d s …%n", count, target.time().measured());
      open.pass(target.time().measured() * SECOND);
      Usage rested = server.usage();
      Section section =
          report
              .section("%,d connections".formatted(count))
              .awaited("the answer to subscribe with a valid token")
              .figure("perSecond", "established", "%,.0f a second", count / seconds)
              .figure("establishSeconds", "", "all within %.2f s", seconds);
      if (full.rss() > 0) {
        tell(section, count, List.of(base, tenth, full, rested));
        section.figure(
            "heapBytesEach",
            "heap after a collection",
            "%,.0f bytes each, with the base",
            (double) Heap.live(server.pid()) / count);
      }
    }
  }

  private void tell(Section section, int count, List<Usage> usages) {
    Usage base = usages.getFirst();
    Usage tenth = usages.get(1);
    Usage full = usages.get(2);
    Usage rested = usages.get(3);
    section
        .bytes("baseRssBytes", "memory", "%,.1f MiB resident before", base.rss())
        .bytes("rssBytes", "", "%,.1f MiB with all", full.rss())
        .figure("bytesEach", "", "%,.0f bytes each", (double) (full.rss() - base.rss()) / count)
        .figure(
            "bytesEachLater",
            "",
            "%,.0f bytes each, without the first tenth (warm-up)",
            (full.rss() - tenth.rss()) / (0.9 * count))
        .figure(
            "openingCpuMicros",
            "processor",
            "%,.0f µs a connection",
            full.cpuSecondsSince(base) * 1e6 / count)
        .figure(
            "restCpuShare",
            "",
            "%.2f %% of one processor at rest",
            100 * rested.cpuSecondsSince(full) / target.time().measured());
  }

  private static void open(Connections open, int from, int to, int all) {
    Progress progress = new Progress("connections", all);
    open.openAll(
        LongStream.rangeClosed(from, to)
            .mapToObj(user ->
                new Connections.Wanted(
                    (_, _) -> {},
                    new Line.Opening(
                        "/ws", Frame.of("subscribe", Prepared.account(user, 0).fields())),
                    0))
            .toList(),
        done -> progress.at(from - 1L + done));
  }
}
