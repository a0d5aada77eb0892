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

/// The one member who writes. A message is under way until it is acknowledged and all members have
/// it, the writer's own connection too. All live on one event loop.
final class Speaker implements Talker {
  private final Frame frame;
  private final int members;
  private final Meters meters;
  private final long[] sentAt;
  private final int[] missing;
  private @Nullable Line line;
  private long sent;
  private long complete;
  private long acknowledged;
  private long heard;
  private boolean running;

  /// What is measured, from sending: each delivery, the last one, and the answer.
  record Meters(Meter delivered, Meter last, Meter acknowledged) {
    Meters() {
      this(new Meter("deliveries"), new Meter("to all"), new Meter("acknowledged"));
    }
  }

  /// @param members who are online, with the writer
  Speaker(Frame frame, int members, int outstanding, Meters meters) {
    this.frame = frame;
    this.members = members;
    this.meters = meters;
    sentAt = new long[outstanding];
    missing = new int[outstanding];
  }

  void start(Line own) {
    line = own;
    running = true;
    fill();
  }

  void stop() {
    running = false;
  }

  boolean isIdle() {
    return sent == Math.min(complete, acknowledged);
  }

  private void fill() {
    while (running && sent - Math.min(complete, acknowledged) < sentAt.length) {
      int place = (int) (sent % sentAt.length);
      sentAt[place] = System.nanoTime();
      missing[place] = members;
      Objects.requireNonNull(line).send(frame, sent);
      sent++;
    }
  }

  @Override
  public void heard(Line own, ByteBuf text) {
    if (Scan.isEvent(text)) {
      if (Scan.isMessage(text)) {
        delivered(heard);
        heard++;
      }
    } else if (Scan.isOk(text)) {
      meters.acknowledged.record(System.nanoTime() - sentAt[(int) (acknowledged % sentAt.length)]);
      acknowledged++;
      fill();
    } else {
      own.fail("A message was refused: " + text.toString(StandardCharsets.UTF_8));
    }
  }

  /// One member has the message of that number.
  void delivered(long number) {
    int place = (int) (number % sentAt.length);
    long nanos = System.nanoTime() - sentAt[place];
    meters.delivered.record(nanos);
    missing[place]--;
    if (missing[place] == 0) {
      meters.last.record(nanos);
      complete++;
      fill();
    }
  }
}
