package io.vestnik.bench.compare;

import io.netty.buffer.ByteBuf;
import io.vestnik.bench.run.Meter;
import io.vestnik.bench.wire.Scan;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One of two who write to each other and send a receipt for each message (XEP-0184). A message is
/// under way until its receipt is back.
final class XmppWriter implements XmppLine.Hearer {
  private static final byte[] RECEIVED = Scan.ascii("<received");
  private static final byte[] REQUEST = Scan.ascii("<request");
  private static final int HEAD = 4_096;

  private final String to;
  private final String content;
  private final Meter acknowledged;
  private final Meter delivered;
  private final long[] sentAt;
  private @Nullable XmppWriter other;
  private @Nullable XmppLine line;
  private long sent;
  private long receipts;
  private long arrived;
  private boolean running;

  XmppWriter(String to, String content, int outstanding, Meter acknowledged, Meter delivered) {
    this.to = to;
    this.content = content;
    this.acknowledged = acknowledged;
    this.delivered = delivered;
    sentAt = new long[outstanding];
  }

  static void introduce(XmppWriter one, XmppWriter two) {
    one.other = two;
    two.other = one;
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
    while (running && sent - receipts < sentAt.length) {
      sentAt[(int) (sent % sentAt.length)] = System.nanoTime();
      Objects.requireNonNull(line)
          .send(
              ("<message type='chat' to='%s@localhost/bench' id='m%d'><body>%s</body>"
                      + "<request xmlns='urn:xmpp:receipts'/></message>")
                  .formatted(to, sent, content));
      sent++;
    }
  }

  @Override
  public void heard(XmppLine own, ByteBuf message) {
    if (Scan.find(message, RECEIVED, 0, HEAD) >= 0) {
      acknowledged.record(System.nanoTime() - sentAt[(int) (receipts % sentAt.length)]);
      receipts++;
      fill();
    } else if (Scan.find(message, REQUEST, 0, HEAD) >= 0) {
      XmppWriter sender = Objects.requireNonNull(other);
      delivered.record(
          System.nanoTime() - sender.sentAt[(int) (sender.arrived % sender.sentAt.length)]);
      own.send(
          ("<message type='chat' to='%s@localhost/bench'>"
                  + "<received xmlns='urn:xmpp:receipts' id='m%d'/></message>")
              .formatted(to, sender.arrived));
      sender.arrived++;
    }
  }
}
