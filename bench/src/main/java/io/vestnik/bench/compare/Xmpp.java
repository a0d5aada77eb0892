package io.vestnik.bench.compare;

import io.vestnik.bench.run.Meter;
import io.vestnik.bench.run.Report;
import io.vestnik.bench.run.Running;
import io.vestnik.bench.run.Seconds;
import io.vestnik.bench.run.Watch;
import io.vestnik.bench.wire.Connections;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `xmpp`: the loads of `messages` and `fanout` on a server that speaks XMPP.
@Command(
    name = "xmpp",
    description = {
      "Loads an XMPP server as messages, fanout, idle and history load Vestnik.",
      "Its users are user1, user2 … of localhost, their password is `secret`; see bench/compare."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class Xmpp implements Callable<Integer> {
  private static final int OPEN_SECONDS = 60;

  @Option(names = "--connect", required = true, paramLabel = "HOST:PORT")
  private String connect = "";

  @Option(names = "--server-pid", paramLabel = "PID", description = "To tell what it uses.")
  private long serverPid;

  @Option(
      names = "--pairs",
      defaultValue = "100",
      description = "Pairs who write to each other; 0 for none. Default: ${DEFAULT-VALUE}.")
  private int pairs;

  @Option(
      names = "--members",
      defaultValue = "0",
      description = "Of a room in which one writes, in place of the pairs. Default: none.")
  private int members;

  @Option(
      names = "--connections",
      defaultValue = "0",
      description = "Sessions on which nothing happens, in place of the pairs. Default: none.")
  private int idle;

  @Option(
      names = "--archive",
      defaultValue = "0",
      description =
          "Pages of an archive that has so many messages, in place of the pairs. Default: none.")
  private long archive;

  @Option(names = "--outstanding", defaultValue = "1", description = "Default: ${DEFAULT-VALUE}.")
  private int outstanding;

  @Option(names = "--seconds", defaultValue = "10", description = "Default: ${DEFAULT-VALUE}.")
  private int seconds;

  @Option(names = "--warmup", defaultValue = "3", description = "Default: ${DEFAULT-VALUE} s.")
  private int warmup;

  @Option(names = "--json", paramLabel = "FILE", description = "Where to write the figures too.")
  private @Nullable Path json;

  private final Report report = new Report("xmpp");

  @Override
  public Integer call() {
    int colon = connect.lastIndexOf(':');
    if (colon < 1 || outstanding < 1 || pairs + members < 1) {
      throw new IllegalArgumentException("--connect wants HOST:PORT, the numbers at least 1");
    }
    InetSocketAddress address =
        new InetSocketAddress(
            connect.substring(0, colon), Integer.parseInt(connect.substring(colon + 1)));
    Running server =
        Running.others(List.of(address), serverPid == 0 ? List.of() : List.of(serverPid));
    try (Connections connections = new Connections(server.addresses(), 1)) {
      if (members > 0) {
        room(server, connections);
      } else if (idle > 0) {
        new XmppCrowd(server, connections).measure(idle, report);
      } else if (archive > 0) {
        pages(server, connections);
      } else {
        pairs(server, connections);
      }
    }
    report.tell(json);
    return 0;
  }

  private void pairs(Running server, Connections connections) {
    Meter acknowledged = new Meter("receipts");
    Meter delivered = new Meter("delivered");
    List<XmppWriter> writers = new ArrayList<>();
    List<XmppLine> lines = new ArrayList<>();
    String content = "x".repeat(100);
    for (int user = 1; user <= 2 * pairs; user++) {
      String other = "user" + (user % 2 == 1 ? user + 1 : user - 1);
      XmppWriter writer = new XmppWriter(other, content, outstanding, acknowledged, delivered);
      writers.add(writer);
      lines.add(open(connections, new XmppLine("user" + user, null, writer, connections::fail)));
    }
    for (int i = 0; i < writers.size(); i += 2) {
      XmppWriter.introduce(writers.get(i), writers.get(i + 1));
    }
    connections
        .loop(0)
        .execute(() -> {
          for (int i = 0; i < lines.size(); i++) {
            writers.get(i).start(lines.get(i));
          }
        });
    Watch watch = new Watch(connections, List.of(acknowledged, delivered));
    Watch.Measured measured = watch.run(new Seconds(warmup, seconds), server, "xmpp");
    connections.loop(0).execute(() -> writers.forEach(XmppWriter::stop));
    report
        .section("%d pairs, %d outstanding".formatted(pairs, outstanding))
        .awaited("the receipt that the other side sends (XEP-0184), both being archived")
        .figure(
            "perSecond", "receipts", "%,.0f a second", acknowledged.count() / measured.seconds())
        .latency("acknowledgedMicros", "receipt after", acknowledged.whole())
        .latency("deliveredMicros", "delivered after", delivered.whole())
        .server(measured, acknowledged.count());
  }

  private void room(Running server, Connections connections) {
    String room = "room@conference.localhost";
    Meter delivered = new Meter("deliveries");
    Meter last = new Meter("to all");
    XmppSpeaker speaker = new XmppSpeaker(room, members, outstanding, delivered, last);
    List<XmppLine> lines = new ArrayList<>();
    for (int user = 1; user <= members; user++) {
      lines.add(
          open(
              connections, new XmppLine("user" + user, room, speaker.member(), connections::fail)));
    }
    connections.loop(0).execute(() -> speaker.start(lines.getFirst()));
    Watch watch = new Watch(connections, List.of(delivered, last));
    Watch.Measured measured = watch.run(new Seconds(warmup, seconds), server, "xmpp");
    connections.loop(0).execute(speaker::stop);
    report
        .section("room of %d, %d in flight".formatted(members, outstanding))
        .awaited("the message at every member of the room, the writer too")
        .figure("perSecond", "deliveries", "%,.0f a second", delivered.count() / measured.seconds())
        .latency("lastMicros", "last member after", last.whole())
        .server(measured, delivered.count());
  }

  private void pages(Running server, Connections connections) {
    XmppLine line = open(connections, new XmppLine("user1", null, (_, _) -> {}, connections::fail));
    pages(server, connections, line, true);
    pages(server, connections, line, false);
  }

  private void pages(Running server, Connections connections, XmppLine line, boolean newest) {
    Meter meter = new Meter("pages");
    XmppReader reader = new XmppReader(line, meter, archive, newest);
    connections.loop(0).execute(reader::start);
    Watch watch = new Watch(connections, List.of(meter));
    Watch.Measured measured = watch.run(new Seconds(warmup, seconds), server, "xmpp");
    connections.loop(0).execute(reader::stop);
    reader.idle().orTimeout(OPEN_SECONDS, TimeUnit.SECONDS).join();
    report
        .section(newest ? "newest page of 50" : "page of 50 in the middle")
        .awaited("the end of the answer (XEP-0313), one question at a time")
        .latency("micros", "answered after", meter.whole())
        .server(measured, meter.count());
  }

  // One after the other: signing in is not what is measured.
  private static XmppLine open(Connections connections, XmppLine line) {
    connections.connect(line, connections.loop(0));
    return line.open().orTimeout(OPEN_SECONDS, TimeUnit.SECONDS).join();
  }
}
