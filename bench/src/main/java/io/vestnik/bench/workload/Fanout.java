package io.vestnik.bench.workload;

import io.vestnik.bench.baseline.RawProcess;
import io.vestnik.bench.prepare.Account;
import io.vestnik.bench.prepare.Contents;
import io.vestnik.bench.prepare.Prepared;
import io.vestnik.bench.run.OpenFiles;
import io.vestnik.bench.run.Progress;
import io.vestnik.bench.run.Report;
import io.vestnik.bench.run.Running;
import io.vestnik.bench.run.Seconds;
import io.vestnik.bench.run.Section;
import io.vestnik.bench.run.Watch;
import io.vestnik.bench.wire.Connections;
import io.vestnik.bench.wire.Frame;
import io.vestnik.bench.wire.Line;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `fanout`: one group, all members online, one of them writes.
@Command(
    name = "fanout",
    description = "One member of a large group writes, all others hear it.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class Fanout implements Callable<Integer> {
  private static final int LENGTH = 100;

  @Mixin private TimedTarget target = new TimedTarget();

  @Option(
      names = "--members",
      split = ",",
      defaultValue = "500,5000",
      description = "Of the group, one measurement each. Default: ${DEFAULT-VALUE}.")
  private List<Integer> members = List.of();

  @Option(
      names = "--outstanding",
      split = ",",
      defaultValue = "1,16",
      description = "Messages under way, one measurement each. Default: ${DEFAULT-VALUE}.")
  private List<Integer> outstanding = List.of();

  @Option(names = "--no-baseline", description = "Without bare sockets.")
  private boolean withoutBaseline;

  private final Report report = new Report("fanout");

  private record Found(Watch.Measured measured, Speaker.Meters meters) {
    double perSecond() {
      return meters.delivered().count() / measured.seconds();
    }
  }

  @Override
  public Integer call() {
    Target.require(
        members.stream().allMatch(n -> n >= 2 && n <= 20_000), "--members must be 2 to 20000");
    Target.require(
        outstanding.stream().allMatch(n -> n >= 1 && n <= 128), "--outstanding must be 1 to 128");
    target.requireData("fanout");
    for (int count : members) {
      OpenFiles.require(count);
      try (Place place = target.place(Contents.crowd(count))) {
        outstanding.forEach(each -> measure(place, count, each));
      }
    }
    report.tell(target.json());
    return 0;
  }

  private void measure(Place place, int count, int each) {
    String title = "%,d members online, %d in flight".formatted(count, each);
    Found found;
    try (Running server = place.start()) {
      found = run(server, new Crowd(count, each, false), target.time(), title);
    }
    Section section =
        report
            .section(title)
            .awaited("until acknowledged (on disk) and with every member, the writer's own too")
            .figure("perSecond", "deliveries", "%,.0f a second", found.perSecond())
            .figure(
                "messagesPerSecond",
                "",
                "%,.1f messages a second",
                found.meters.last().count() / found.measured.seconds())
            .latency("lastMicros", "last member after", found.meters.last().whole())
            .latency("deliveredMicros", "any member after", found.meters.delivered().whole())
            .latency(
                "acknowledgedMicros", "acknowledged after", found.meters.acknowledged().whole())
            .server(found.measured, found.meters.delivered().count());
    if (!withoutBaseline) {
      try (RawProcess raw = new RawProcess()) {
        Found sockets =
            run(raw.running(), new Crowd(count, each, true), target.baselineTime(), "bare sockets");
        section
            .figure("socketsPerSecond", "bare sockets", "%,.0f a second", sockets.perSecond())
            .latency("socketsLastMicros", "", sockets.meters.last().whole())
            .figure(
                "ofSockets",
                "",
                "the server reaches %.0f %%",
                100 * found.perSecond() / sockets.perSecond());
      }
    }
  }

  private Found run(Running server, Crowd crowd, Seconds time, String title) {
    Account writer = Prepared.account(1, Contents.crowd(crowd.members).crowdChat());
    String content = Messages.content(LENGTH);
    Frame frame = Frame.of("sendMessage", writer.message(content));
    Speaker.Meters meters = new Speaker.Meters();
    Speaker speaker = new Speaker(frame, crowd.members, crowd.outstanding, meters);
    List<Connections.Wanted> wanted = new ArrayList<>();
    wanted.add(new Connections.Wanted(speaker, crowd.opening(1), 0));
    for (long user = 2; user <= crowd.members; user++) {
      wanted.add(new Connections.Wanted(new Listener(speaker), crowd.opening(user), 0));
    }
    Progress opening = new Progress("connections", crowd.members);
    try (Connections connections = new Connections(server.addresses(), 1)) {
      Line own = connections.openAll(wanted, opening::at).getFirst();
      own.loop().execute(() -> speaker.start(own));
      Watch watch =
          new Watch(connections, List.of(meters.delivered(), meters.last(), meters.acknowledged()));
      Found found = new Found(watch.run(time, server, title), meters);
      connections.settle(List.of(own), Speaker.class, Speaker::stop, Speaker::isIdle);
      return found;
    }
  }

  private record Crowd(int members, int outstanding, boolean raw) {
    Line.Opening opening(long user) {
      int bytes = Messages.content(LENGTH).getBytes(StandardCharsets.UTF_8).length;
      return raw
          ? new Line.Opening("/crowd/%d/%d".formatted(user, bytes), null)
          : new Line.Opening("/ws", Frame.of("subscribe", Prepared.account(user, 0).fields()));
    }
  }
}
