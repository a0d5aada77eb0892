package io.vestnik.bench.workload;

import io.vestnik.bench.prepare.Account;
import io.vestnik.bench.prepare.Contents;
import io.vestnik.bench.run.Heap;
import io.vestnik.bench.run.Meter;
import io.vestnik.bench.run.Report;
import io.vestnik.bench.run.Running;
import io.vestnik.bench.run.Seconds;
import io.vestnik.bench.run.Section;
import io.vestnik.bench.run.Usage;
import io.vestnik.bench.run.Watch;
import io.vestnik.bench.wire.Connections;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `soak`: whether a server that people come to and leave for an hour keeps its size.
@Command(
    name = "soak",
    description = "Connects, chats and leaves for an hour, and says whether memory came back.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class Soak implements Callable<Integer> {
  private static final long SECOND = 1_000_000_000;
  private static final int SETTLE_SECONDS = 2;
  private static final double MAY_GROW = 1.1;
  private static final long MAY_GROW_BYTES = 4 << 20;

  @Mixin private Target target = new Target();

  @Option(
      names = "--minutes",
      defaultValue = "60",
      description = "How long; may have a fraction. Default: ${DEFAULT-VALUE}.")
  private double minutes;

  @Option(
      names = "--warmup",
      defaultValue = "60",
      description = "Before memory is measured first. Default: ${DEFAULT-VALUE} s.")
  private int warmup;

  @Option(
      names = "--visitors",
      defaultValue = "200",
      description = "At a time. Default: ${DEFAULT-VALUE}.")
  private int visitors;

  @Option(
      names = "--pairs",
      defaultValue = "1000",
      description = "Pairs of users of whom they are. Default: ${DEFAULT-VALUE}.")
  private int pairs;

  @Option(
      names = "--pause",
      paramLabel = "MS",
      defaultValue = "300",
      description =
          "The mean time between two things that a visitor does. Default: ${DEFAULT-VALUE} ms.")
  private int pause;

  private final Report report = new Report("soak");
  private final List<Double> rss = new ArrayList<>();
  private final List<Double> heap = new ArrayList<>();

  private record Memory(Usage usage, long heap) {}

  @Override
  public Integer call() {
    Target.require(minutes > 0 && minutes <= 10_080, "--minutes must be above 0, at most 10080");
    Target.require(warmup >= 1 && warmup <= 3_600, "--warmup must be 1 to 3600");
    Target.require(visitors >= 1 && visitors <= 10_000, "--visitors must be 1 to 10000");
    Target.require(pairs >= 1 && pairs <= 50_000, "--pairs must be 1 to 50000");
    Target.require(pause >= 1 && pause <= 60_000, "--pause must be 1 to 60000");
    try (Place place = target.place(Contents.pairs(pairs));
        Running server = place.start()) {
      List<Account> accounts = target.pairs(pairs, server);
      churn(server, accounts, warmup, "warm-up");
      Memory before = memory(server);
      Section section =
          report
              .section("%.1f minutes of coming and going".formatted(minutes))
              .awaited("the answers to subscribe, sync, getMessages and sendMessage");
      int seconds = Math.max(1, (int) Math.round(60 * minutes));
      tell(section, churn(server, accounts, seconds, "soak"), seconds);
      verdict(section, before, memory(server));
    }
    report.tell(target.json());
    return 0;
  }

  private record Found(Churn churn, Meter answers) {}

  // Returns when all have left.
  private Found churn(Running server, List<Account> accounts, int seconds, String what) {
    Meter answers = new Meter("answers");
    try (Connections connections = new Connections(server.addresses(), 1)) {
      Churn churn = new Churn(connections, accounts, answers, pause);
      churn.start(visitors);
      Watch watch = new Watch(connections, List.of(answers));
      for (int done = 0; done < seconds; ) {
        int part = Math.min(60, seconds - done);
        watch.quietly(new Seconds(0, part));
        done += part;
        minute(server, churn, what, done);
      }
      churn.end();
      long deadline = System.nanoTime() + 60 * SECOND;
      while (churn.present() > 0 && System.nanoTime() < deadline) {
        connections.pass(SECOND / 10);
      }
      return new Found(churn, answers);
    }
  }

  private void minute(Running server, Churn churn, String what, int done) {
    Usage usage = server.usage();
    long used = server.pid() == 0 ? 0 : Heap.used(server.pid());
    rss.add((double) usage.rss());
    heap.add((double) used);
    System.out.printf(
        Locale.ROOT,
        "%s, %d s: %,d visits, %,d messages, %d present, %,.1f MiB resident, %,.1f MiB heap%n",
        what,
        done,
        churn.visits(),
        churn.sent(),
        churn.present(),
        usage.rss() / 1048576.0,
        used / 1048576.0);
  }

  private static Memory memory(Running server) {
    try (Connections nobody = new Connections(server.addresses(), 1)) {
      nobody.pass(SETTLE_SECONDS * SECOND);
    }
    long live = server.pid() == 0 ? 0 : Heap.live(server.pid());
    return new Memory(server.usage(), live);
  }

  private void tell(Section section, Found found, int seconds) {
    section
        .figure("visits", "visits", "%,.0f", found.churn.visits())
        .figure("messages", "messages", "%,.0f", found.churn.sent())
        .figure("perSecond", "", "%,.1f a second", (double) found.churn.sent() / seconds)
        .latency("answerMicros", "answered after", found.answers.whole())
        .list("rssBytesEachMinute", rss)
        .list("heapBytesEachMinute", heap);
  }

  private static void verdict(Section section, Memory before, Memory after) {
    section
        .bytes("rssBefore", "memory", "%,.1f MiB resident before", before.usage.rss())
        .bytes("rssAfter", "", "%,.1f MiB after", after.usage.rss())
        .bytes("heapBefore", "heap after a collection", "%,.1f MiB before", before.heap)
        .bytes("heapAfter", "", "%,.1f MiB after", after.heap);
    boolean back = after.heap <= before.heap * MAY_GROW + MAY_GROW_BYTES;
    section.figure("cameBack", "", "%.0f (1: the heap came back)", back ? 1 : 0);
    section.line(
        "verdict",
        after.heap == 0
            ? "unknown: the server's heap cannot be read"
            : back ? "the memory came back" : "the heap has grown: look for a leak");
  }
}
