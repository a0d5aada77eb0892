package io.vestnik.bench.compare;

import io.netty.buffer.ByteBuf;
import io.vestnik.bench.run.Meter;
import io.vestnik.bench.wire.Scan;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The one in a room who writes. A message is under way until all in the room have it, the writer
/// too.
final class XmppSpeaker {
  private static final byte[] BODY = Scan.ascii("<body>bench");
  private static final int HEAD = 4_096;

  private final String room;
  private final String content;
  private final int members;
  private final Meter delivered;
  private final Meter last;
  private final long[] sentAt;
  private final int[] missing;
  private @Nullable XmppLine line;
  private long sent;
  private long complete;
  private boolean running;

  XmppSpeaker(String room, int members, int outstanding, Meter delivered, Meter last) {
    this.room = room;
    this.content = "bench" + "x".repeat(95);
    this.members = members;
    this.delivered = delivered;
    this.last = last;
    sentAt = new long[outstanding];
    missing = new int[outstanding];
  }

  void start(XmppLine own) {
    line = own;
    running = true;
    fill();
  }

  void stop() {
    running = false;
  }

  private void fill() {
    while (running && sent - complete < sentAt.length) {
      int place = (int) (sent % sentAt.length);
      sentAt[place] = System.nanoTime();
      missing[place] = members;
      Objects.requireNonNull(line)
          .send(
              "<message type='groupchat' to='%s'><body>%s</body></message>"
                  .formatted(room, content));
      sent++;
    }
  }

  /// One of the room.
  XmppLine.Hearer member() {
    return new XmppLine.Hearer() {
      private long heard;

      @Override
      public void heard(XmppLine own, ByteBuf message) {
        if (Scan.find(message, BODY, 0, HEAD) >= 0) {
          deliver(heard);
          heard++;
        }
      }
    };
  }

  private void deliver(long number) {
    int place = (int) (number % sentAt.length);
    long nanos = System.nanoTime() - sentAt[place];
    delivered.record(nanos);
    missing[place]--;
    if (missing[place] == 0) {
      last.record(nanos);
      complete++;
      fill();
    }
  }
}
