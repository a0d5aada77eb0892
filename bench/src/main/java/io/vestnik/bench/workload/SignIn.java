package io.vestnik.bench.workload;

import io.vestnik.bench.prepare.Contents;
import io.vestnik.bench.prepare.Prepared;
import io.vestnik.bench.run.Meter;
import io.vestnik.bench.run.Report;
import io.vestnik.bench.run.Running;
import io.vestnik.bench.run.Section;
import io.vestnik.bench.run.Watch;
import io.vestnik.bench.wire.Connections;
import io.vestnik.bench.wire.Frame;
import io.vestnik.bench.wire.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `signin`: passwords are checked while others write.
@Command(
    name = "signin",
    description =
        "Signs in again and again, alone and while pairs of users write at a steady rate.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class SignIn implements Callable<Integer> {
  @Mixin private TimedTarget target = new TimedTarget();

  @Option(
      names = "--connections",
      defaultValue = "8",
      description = "That sign in, one password at a time each. Default: ${DEFAULT-VALUE}.")
  private int connections;

  @Option(
      names = "--pairs",
      defaultValue = "100",
      description = "Pairs of users who write. Default: ${DEFAULT-VALUE}.")
  private int pairs;

  @Option(
      names = "--rate",
      defaultValue = "2000",
      description = "Messages a second, an open loop. Default: ${DEFAULT-VALUE}.")
  private int rate;

  private final Report report = new Report("signin");
  private final Meter signedIn = new Meter("signed in");
  private final List<Asker> askers = new ArrayList<>();

  @Override
  public Integer call() {
    Target.require(connections >= 1 && connections <= 500, "--connections must be 1 to 500");
    Target.require(pairs >= 1 && pairs <= 5_000, "--pairs must be 1 to 5000");
    Target.require(rate >= 1, "--rate must be at least 1");
    target.requireData("signin");
    // Who signs in is none of those who write: their newest session would end their oldest.
    int all = pairs + (connections + 1) / 2;
    Contents contents = new Contents(all, 0, 0, 0, 2 * all, 0, 0);
    try (Place place = target.place(contents);
        Running server = place.start()) {
      Pairs.Found alone = writing(server, "writing alone", false);
      Pairs.Found meanwhile = writing(server, "writing while others sign in", true);
      signIns(server);
      report
          .section("what signing in does to those who write")
          .figure(
              "p99Ratio",
              "p99 of acknowledging",
              "%.1f times that alone",
              (double) meanwhile.acknowledged().getValueAtPercentile(99)
                  / Math.max(1, alone.acknowledged().getValueAtPercentile(99)));
    }
    report.tell(target.json());
    return 0;
  }

  private Pairs.Found writing(Running server, String title, boolean withSignIns) {
    Pairs.Shape shape = new Pairs.Shape(1, rate, Messages.content(100), false, 1);
    try (Pairs writers = new Pairs(server, target.pairs(pairs, server), shape, false)) {
      Pairs.Found found =
          writers.during(() -> {
            if (!withSignIns) {
              return writers.watch(server, target.time(), title);
            }
            try (Connections others = new Connections(server.addresses(), 1)) {
              List<Line> lines = open(others);
              Pairs.Found both = writers.watch(server, target.time(), title, signedIn);
              others.settle(lines, Asker.class, Asker::stop, Asker::isIdle);
              return both;
            }
          });
      Section section = found.tell(report.section(title).awaited(shape.awaited()));
      if (withSignIns) {
        tell(section, found.measured());
      }
      return found;
    }
  }

  private void tell(Section section, Watch.Measured measured) {
    section
        .figure(
            "signInsPerSecond",
            "signed in",
            "%,.1f a second",
            signedIn.count() / measured.seconds())
        .figure("tooBusy", "", "%,.0f were answered 503 (overloaded)", tooBusy())
        .latency("signInMicros", "", signedIn.whole());
  }

  private void signIns(Running server) {
    try (Connections others = new Connections(server.addresses(), 1)) {
      List<Line> lines = open(others);
      Watch watch = new Watch(others, List.of(signedIn));
      Watch.Measured measured = watch.run(target.time(), server, "signing in alone");
      others.settle(lines, Asker.class, Asker::stop, Asker::isIdle);
      Section section =
          report
              .section("signing in alone")
              .awaited("%d passwords at a time, each until its token".formatted(connections));
      tell(section, measured);
      section.server(measured, signedIn.count());
    }
  }

  private long tooBusy() {
    return askers.stream().mapToLong(Asker::overloaded).sum();
  }

  private List<Line> open(Connections others) {
    List<Connections.Wanted> wanted = new ArrayList<>();
    askers.clear();
    for (int i = 0; i < connections; i++) {
      Asker asker = new Asker(signedIn);
      askers.add(asker);
      wanted.add(new Connections.Wanted(asker, new Line.Opening("/ws", null), 0));
    }
    List<Line> lines = others.openAll(wanted, _ -> {});
    for (int i = 0; i < connections; i++) {
      Asker asker = askers.get(i);
      Line line = lines.get(i);
      Map<String, Object> fields =
          Map.of(
              "username",
              Prepared.username(2L * pairs + i + 1),
              "password",
              Prepared.password(),
              "evict",
              true);
      line.loop().execute(() -> asker.start(line, List.of(Frame.of("auth", fields))));
    }
    return lines;
  }
}
