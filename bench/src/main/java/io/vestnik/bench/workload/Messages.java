package io.vestnik.bench.workload;

import io.vestnik.bench.baseline.BareSqlite;
import io.vestnik.bench.baseline.RawProcess;
import io.vestnik.bench.prepare.Account;
import io.vestnik.bench.prepare.Contents;
import io.vestnik.bench.prepare.Prepared;
import io.vestnik.bench.run.Folder;
import io.vestnik.bench.run.Report;
import io.vestnik.bench.run.Running;
import io.vestnik.bench.run.Section;
import io.vestnik.bench.run.ServerProcess;
import io.vestnik.store.DataFolder;
import java.time.Duration;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `messages`: one-to-one messages, each acknowledged after it is on disk, and delivered live.
@Command(
    name = "messages",
    description = "Pairs of users write to each other.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class Messages implements Callable<Integer> {
  @Mixin private TimedTarget target = new TimedTarget();

  @Option(
      names = "--pairs",
      defaultValue = "100",
      description = "Pairs of users, a connection each. Default: ${DEFAULT-VALUE}.")
  private int pairs;

  @Option(
      names = "--outstanding",
      split = ",",
      defaultValue = "1,16",
      description =
          "Messages under way on each connection, one measurement each."
              + " Default: ${DEFAULT-VALUE}.")
  private List<Integer> outstanding = List.of();

  @Option(
      names = "--rate",
      paramLabel = "N|half|off",
      defaultValue = "half",
      description =
          "An open loop of so many messages a second at the end; half: of what the fewest under"
              + " way have reached, for it shares no system call either. Default:"
              + " ${DEFAULT-VALUE}.")
  private String rate = "half";

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

  @Option(names = "--no-baseline", description = "Without bare sockets and a bare database.")
  private boolean withoutBaseline;

  private final Report report = new Report("messages");
  // What closed loops have reached, by how many messages they kept under way.
  private final NavigableMap<Integer, Double> rates = new TreeMap<>();

  @Override
  public Integer call() {
    Target.require(pairs >= 1 && pairs <= 5_000, "--pairs must be 1 to 5000");
    Target.require(
        outstanding.stream().allMatch(n -> n >= 1 && n <= 128), "--outstanding must be 1 to 128");
    Target.require(length >= 1 && length <= 16_384, "--length must be 1 to 16384");
    Target.require(threads >= 1 && threads <= 64, "--threads must be 1 to 64");
    Target.require(rate.matches("half|off|\\d{1,7}"), "--rate must be a number, half or off");
    try (Place place = target.place(Contents.pairs(pairs))) {
      for (int each : outstanding) {
        measure(place, shape(each, 0), "%d pairs, %d outstanding".formatted(pairs, each));
      }
      double open =
          switch (rate) {
            case "half" -> rates.firstEntry().getValue() / 2;
            case "off" -> 0;
            default -> Double.parseDouble(rate);
          };
      if (open >= 1) {
        measure(place, shape(1, open), "%d pairs, open loop".formatted(pairs));
      }
    }
    report.tell(target.json());
    return 0;
  }

  private Pairs.Shape shape(int each, double perSecond) {
    return new Pairs.Shape(each, perSecond, content(length), keyed, threads);
  }

  static String content(int length) {
    return "Съешь ещё этих мягких булок. ".repeat(1 + length / 29).substring(0, length);
  }

  private void measure(Place place, Pairs.Shape shape, String title) {
    Pairs.Found found;
    ServerProcess.@Nullable Stopped stopped;
    try (Running server = place.start()) {
      List<Account> accounts = target.pairs(pairs, server);
      try (Pairs running = new Pairs(server, accounts, shape, false)) {
        found = running.run(server, target.time(), title);
      }
      stopped = server.stop();
    }
    if (shape.rate() == 0) {
      rates.put(shape.outstanding(), found.perSecond());
    }
    Section section = report.section(title).awaited(shape.awaited());
    found.tell(section).told(stopped);
    if (!withoutBaseline) {
      addBaselines(section, shape, found, stopped);
    }
  }

  private void addBaselines(
      Section section,
      Pairs.Shape shape,
      Pairs.Found found,
      ServerProcess.@Nullable Stopped stopped) {
    Pairs.Found sockets = sockets(shape);
    section
        .figure("socketsPerSecond", "bare sockets", "%,.0f a second", sockets.perSecond())
        .latency("socketsMicros", "", sockets.delivered())
        .figure(
            "ofSockets",
            "",
            "the server reaches %.0f %%",
            100 * found.perSecond() / sockets.perSecond());
    if (stopped != null) {
      int batch = Math.max(1, (int) Math.round(stopped.messagesPerCommit()));
      double rows = rows(batch);
      section
          .figure("baselineRowsPerSecond", "bare SQLite", "%,.0f rows a second", rows)
          .line("", "in commits of %d".formatted(batch))
          .figure("ofSqlite", "", "the server reaches %.0f %%", 100 * found.perSecond() / rows);
    }
  }

  private Pairs.Found sockets(Pairs.Shape shape) {
    try (RawProcess raw = new RawProcess();
        Pairs running = new Pairs(raw.running(), Prepared.pairs(pairs), shape, true)) {
      return running.run(raw.running(), target.baselineTime(), "bare sockets");
    }
  }

  private double rows(int batch) {
    System.out.printf("Writing the same by SQLite alone, %d rows a commit …%n", batch);
    try (Folder folder = new Folder()) {
      Prepared empty = Prepared.in(folder.path().resolve("data"), Contents.pairs(pairs));
      return new BareSqlite(DataFolder.database(empty.folder()), content(length), pairs)
          .rowsPerSecond(batch, Duration.ofSeconds(target.baselineTime().measured()));
    }
  }
}
