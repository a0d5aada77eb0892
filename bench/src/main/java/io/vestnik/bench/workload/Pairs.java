package io.vestnik.bench.workload;

import io.vestnik.bench.prepare.Account;
import io.vestnik.bench.run.Meter;
import io.vestnik.bench.run.Running;
import io.vestnik.bench.run.Seconds;
import io.vestnik.bench.run.Section;
import io.vestnik.bench.run.Watch;
import io.vestnik.bench.wire.Connections;
import io.vestnik.bench.wire.Frame;
import io.vestnik.bench.wire.Line;
import io.vestnik.bench.wire.Line.Opening;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/// Pairs of users who write to each other, each on a subscribed connection.
final class Pairs implements AutoCloseable {
  private static final int OPEN_LOOP_UNDER_WAY = 1_024;
  private static final int WARM_UP_UNDER_WAY = 16;
  private static final int BEGIN_SECONDS = 2;

  private final Connections connections;
  private final List<Writer> writers = new ArrayList<>();
  private final List<Line> lines;
  private final List<Pacer> pacers = new ArrayList<>();
  private final Writer.Meters meters = new Writer.Meters();
  private final Shape shape;

  /// How they write.
  ///
  /// @param outstanding messages that each keeps under way
  /// @param rate messages a second of all together, whatever the server does; 0 for as many as go
  record Shape(int outstanding, double rate, String content, boolean keyed, int threads) {
    String awaited() {
      return rate == 0
          ? "%d under way on each connection until acknowledged (on disk) and delivered"
              .formatted(outstanding)
          : "%,.0f a second intended, measured from the intended time".formatted(rate);
    }
  }

  /// What came of it.
  record Found(Watch.Measured measured, Histogram acknowledged, Histogram delivered) {
    /// Messages that were both, a second.
    double perSecond() {
      return count() / measured.seconds();
    }

    /// Puts it into a section.
    Section tell(Section section) {
      return section
          .figure("perSecond", "acknowledged and delivered", "%,.0f a second", perSecond())
          .figure("acknowledged", "", "%,.0f acknowledged", acknowledged.getTotalCount())
          .figure("delivered", "", "%,.0f delivered", delivered.getTotalCount())
          .latency("acknowledgedMicros", "acknowledged after", acknowledged)
          .latency("deliveredMicros", "delivered after", delivered)
          .server(measured, count());
    }

    long count() {
      return Math.min(acknowledged.getTotalCount(), delivered.getTotalCount());
    }
  }

  /// Opens their connections.
  ///
  /// @param raw whether it is the baseline, in which each pair is a room
  Pairs(Running server, List<Account> accounts, Shape shape, boolean raw) {
    this.shape = shape;
    connections = new Connections(server.addresses(), shape.threads);
    try {
      int outstanding = shape.rate == 0 ? shape.outstanding : OPEN_LOOP_UNDER_WAY;
      List<Connections.Wanted> wanted = new ArrayList<>();
      for (int i = 0; i < accounts.size(); i++) {
        Account account = accounts.get(i);
        Map<String, Object> fields = account.message(shape.content);
        Frame frame =
            shape.keyed ? Frame.keyed("sendMessage", fields) : Frame.of("sendMessage", fields);
        Writer writer = new Writer(account.userId(), frame, outstanding, meters);
        writers.add(writer);
        wanted.add(new Connections.Wanted(writer, opening(account, raw), i / 2));
      }
      for (int i = 0; i < writers.size(); i += 2) {
        Writer.introduce(writers.get(i), writers.get(i + 1));
      }
      lines = connections.openAll(wanted, _ -> {});
      for (int i = 0; i < lines.size(); i++) {
        writers.get(i).connected(lines.get(i));
      }
    } catch (RuntimeException e) {
      connections.close();
      throw e;
    }
  }

  private Opening opening(Account account, boolean raw) {
    int bytes = shape.content.getBytes(StandardCharsets.UTF_8).length;
    return raw
        ? new Opening("/pair%d/%d/%d".formatted(account.chatId(), account.userId(), bytes), null)
        : new Opening("/ws", Frame.of("subscribe", account.fields()));
  }

  /// Has them write for so long, and gives what was measured. A loop that waits for nobody begins
  /// when the server is warm, and has answered all: what a cold one leaves undone would be measured
  /// long after.
  Found run(Running server, Seconds time, String what) {
    if (shape.rate == 0) {
      return during(() -> watch(server, time, what));
    }
    Connections.onEach(lines, Writer.class, writer -> writer.start(WARM_UP_UNDER_WAY));
    watch(server, new Seconds(time.warmup(), 0), what);
    stop();
    Seconds begun = new Seconds(Math.min(BEGIN_SECONDS, time.warmup()), time.measured());
    return during(() -> watch(server, begun, what));
  }

  /// Has them write while that runs.
  <T> T during(Supplier<T> meanwhile) {
    start();
    T found = meanwhile.get();
    stop();
    return found;
  }

  /// Measures them for so long; they must be writing.
  Found watch(Running server, Seconds time, String what, Meter... more) {
    List<Meter> all = new ArrayList<>(List.of(meters.acknowledged(), meters.delivered()));
    all.addAll(List.of(more));
    Watch watch = new Watch(connections, all);
    Watch.Measured measured = watch.run(time, server, what);
    return new Found(measured, meters.acknowledged().whole(), meters.delivered().whole());
  }

  private void start() {
    if (shape.rate == 0) {
      Connections.onEach(lines, Writer.class, writer -> writer.start(shape.outstanding));
      return;
    }
    for (int thread = 0; thread < shape.threads; thread++) {
      List<Writer> here = new ArrayList<>();
      @Nullable Line one = null;
      for (int i = 0; i < writers.size(); i++) {
        if (i / 2 % shape.threads == thread) {
          here.add(writers.get(i));
          one = lines.get(i);
        }
      }
      if (one != null) {
        double share = shape.rate * here.size() / writers.size();
        Pacer pacer = new Pacer(one.loop(), here, share);
        pacers.add(pacer);
        one.loop().execute(pacer::run);
      }
    }
  }

  // Returns when all is answered.
  private void stop() {
    pacers.forEach(Pacer::stop);
    connections.settle(lines, Writer.class, Writer::stop, Writer::isIdle);
  }

  @Override
  public void close() {
    connections.close();
  }
}
