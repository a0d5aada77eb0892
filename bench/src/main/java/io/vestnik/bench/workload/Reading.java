package io.vestnik.bench.workload;

import io.vestnik.bench.prepare.Account;
import io.vestnik.bench.prepare.Contents;
import io.vestnik.bench.prepare.Prepared;
import io.vestnik.bench.run.Meter;
import io.vestnik.bench.run.Report;
import io.vestnik.bench.run.Running;
import io.vestnik.bench.run.Seconds;
import io.vestnik.bench.run.Watch;
import io.vestnik.bench.wire.Connections;
import io.vestnik.bench.wire.Frame;
import io.vestnik.bench.wire.Line;
import io.vestnik.protocol.JsonReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// What user 1 reads, on one connection that asks one thing at a time.
final class Reading {
  private static final int PAGE = 50;
  private static final int PLACES = 1_000;
  private static final int ABSENT_CHATS = 100;

  private final Running server;
  private final Contents contents;
  private final Seconds time;
  private final Account reader = Prepared.account(1, 1);

  /// @param contents what the server has
  Reading(Running server, Contents contents, Seconds time) {
    this.server = server;
    this.contents = contents;
    this.time = time;
  }

  /// Measures all four, and tells of each.
  void run(Report report, String of) {
    try (Connections connections = new Connections(server.addresses(), 1)) {
      Asker plain = new Asker(new Meter("unmeasured"));
      Line line = open(connections, plain);
      Frame newest = Frame.of("getMessages", reader.fields("chat_id", 1, "limit", PAGE));
      measure(connections, report, of + "newest page of " + PAGE, List.of(newest));
      measure(connections, report, of + "page of 50 in the middle", middle());
      Frame chats = Frame.of("getChats", reader.fields());
      measure(
          connections,
          report,
          String.format(Locale.ROOT, "%sgetChats of %,d chats", of, chatsOfReader()),
          List.of(chats));
      Frame sync = afterAbsence(connections, plain, line);
      measure(connections, report, of + "sync after an absence", List.of(sync));
    }
  }

  private int chatsOfReader() {
    return 1 + contents.personal() + contents.groups();
  }

  private static Line open(Connections connections, Asker asker) {
    return connections
        .openAll(List.of(new Connections.Wanted(asker, new Line.Opening("/ws", null), 0)), _ -> {})
        .getFirst();
  }

  // At places that are never the same, so that they do not all lie in the first cache.
  private List<Frame> middle() {
    SplittableRandom random = new SplittableRandom(1);
    List<Frame> frames = new ArrayList<>();
    for (int i = 0; i < PLACES; i++) {
      long most = Math.max(PAGE + 1, contents.big());
      long place = random.nextLong(Math.min(PAGE, most - 1), most);
      frames.add(
          Frame.of(
              "getMessages", reader.fields("chat_id", 1, "max_message_id", place, "limit", PAGE)));
    }
    return frames;
  }

  // The reader knows all; then something is said in some of the chats, and they have not heard it.
  private Frame afterAbsence(Connections connections, Asker asker, Line line) {
    String cursor = "";
    boolean more = true;
    while (more) {
      Map<String, Object> fields = reader.fields();
      if (!cursor.isEmpty()) {
        fields.put("cursor", cursor);
      }
      Map<String, @Nullable Object> answer = ask(asker, line, Frame.of("sync", fields));
      cursor = String.valueOf(answer.get("cursor"));
      more = Boolean.TRUE.equals(answer.get("has_more"));
    }
    int chats = Math.min(ABSENT_CHATS, chatsOfReader() - 1);
    for (int i = 1; i <= chats; i++) {
      long chat = (long) contents.pairs() + i;
      Account other = Prepared.account(contents.other(chat), chat);
      ask(asker, line, Frame.of("sendMessage", other.message(Messages.content(100))));
    }
    connections.check();
    return Frame.of("sync", reader.fields("cursor", cursor));
  }

  private static Map<String, @Nullable Object> ask(Asker asker, Line line, Frame frame) {
    return JsonReader.object(asker.ask(line, frame).getBytes(StandardCharsets.UTF_8));
  }

  private void measure(
      Connections connections, Report report, String title, List<Frame> questions) {
    Meter meter = new Meter("answers");
    Asker asker = new Asker(meter);
    Line line = open(connections, asker);
    line.loop().execute(() -> asker.start(line, questions));
    Watch.Measured measured = new Watch(connections, List.of(meter)).run(time, server, title);
    connections.settle(List.of(line), Asker.class, Asker::stop, Asker::isIdle);
    report
        .section(title)
        .awaited("the answer, one question at a time")
        .latency("micros", "answered after", meter.whole())
        .figure("perSecond", "", "%,.0f a second", meter.count() / measured.seconds())
        .figure("answerBytes", "an answer has", "%,.0f bytes", asker.meanBytes())
        .server(measured, meter.count());
  }
}
