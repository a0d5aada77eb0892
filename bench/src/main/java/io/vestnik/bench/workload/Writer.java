package io.vestnik.bench.workload;

import io.netty.buffer.ByteBuf;
import io.vestnik.bench.run.Meter;
import io.vestnik.bench.wire.Frame;
import io.vestnik.bench.wire.Line;
import io.vestnik.bench.wire.Scan;
import io.vestnik.bench.wire.Talker;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One of two who write to each other. A message is under way until it is acknowledged and the
/// other has it. Both live on one event loop.
final class Writer implements Talker {
  private final long userId;
  private final Frame frame;
  private final Meters meters;
  private final long[] sentAt;
  private @Nullable Writer other;
  private @Nullable Line line;
  private long sent;
  private long acknowledged;
  private long delivered;
  private int atOnce;
  private boolean running;

  /// What is measured: from sending to the answer, and to the event at the other.
  record Meters(Meter acknowledged, Meter delivered) {
    Meters() {
      this(new Meter("acknowledged"), new Meter("delivered"));
    }
  }

  /// @param outstanding how many messages may be under way
  Writer(long userId, Frame frame, int outstanding, Meters meters) {
    this.userId = userId;
    this.frame = frame;
    this.meters = meters;
    sentAt = new long[outstanding];
  }

  /// Makes the two each other's.
  static void introduce(Writer one, Writer two) {
    one.other = two;
    two.other = one;
  }

  void connected(Line to) {
    line = to;
  }

  /// Begins to keep so many under way.
  void start(int many) {
    atOnce = many;
    running = true;
    fill();
  }

  /// Begins nothing more.
  void stop() {
    running = false;
  }

  boolean isIdle() {
    return sent == both();
  }

  private long both() {
    return Math.min(acknowledged, delivered);
  }

  private void fill() {
    while (running && sent - both() < atOnce) {
      send(System.nanoTime());
    }
  }

  boolean maySend() {
    return sent - both() < sentAt.length;
  }

  /// Sends one.
  ///
  /// @param intended when it should have left: what waits here counts to its latency
  void send(long intended) {
    sentAt[(int) (sent % sentAt.length)] = intended;
    Objects.requireNonNull(line).send(frame, sent);
    sent++;
  }

  @Override
  public void heard(Line from, ByteBuf text) {
    if (!Scan.isEvent(text)) {
      answered(from, text);
    } else if (Scan.isMessage(text) && Scan.from(text) != userId) {
      Objects.requireNonNull(other).arrived();
    }
  }

  private void answered(Line from, ByteBuf answer) {
    if (!Scan.isOk(answer)) {
      from.fail("A message was refused: " + answer.toString(StandardCharsets.UTF_8));
      return;
    }
    meters.acknowledged.record(System.nanoTime() - sentAt[(int) (acknowledged % sentAt.length)]);
    acknowledged++;
    fill();
  }

  private void arrived() {
    meters.delivered.record(System.nanoTime() - sentAt[(int) (delivered % sentAt.length)]);
    delivered++;
    fill();
  }
}
