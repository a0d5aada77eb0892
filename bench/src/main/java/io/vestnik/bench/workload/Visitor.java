package io.vestnik.bench.workload;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.vestnik.bench.prepare.Account;
import io.vestnik.bench.wire.Frame;
import io.vestnik.bench.wire.Line;
import io.vestnik.bench.wire.Scan;
import io.vestnik.bench.wire.Talker;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/// One who comes, catches up, writes a little, and leaves; then another comes. Lives on its event
/// loop.
final class Visitor implements Talker {
  private static final int PAGE = 50;

  private final Churn churn;
  private int toSend;
  private long sentAt;

  Visitor(Churn churn) {
    this.churn = churn;
  }

  /// Comes, after a while that differs from one to the next.
  void comeLater(EventLoop loop) {
    loop.schedule(this::come, churn.pause(), TimeUnit.MILLISECONDS);
  }

  private void come() {
    if (!churn.goesOn()) {
      return;
    }
    Account account = churn.nextAccount();
    Line line = churn.open(this, account);
    line.open()
        .whenComplete((open, why) -> {
          if (why == null) {
            visit(open, account);
          } else {
            churn.failed(String.valueOf(why.getMessage()));
          }
        });
  }

  private void visit(Line line, Account account) {
    churn.came();
    toSend = churn.messages();
    sentAt = System.nanoTime();
    line.send(Frame.of("sync", account.fields("limit", PAGE)), 0);
    line.send(
        Frame.of("getMessages", account.fields("chat_id", account.chatId(), "limit", PAGE)), 0);
    Frame message = Frame.of("sendMessage", account.message(Messages.content(100)));
    sendLater(line, message);
  }

  private void sendLater(Line line, Frame message) {
    line.loop()
        .schedule(
            () -> {
              if (toSend == 0 || !churn.goesOn()) {
                leave(line);
                return;
              }
              toSend--;
              sentAt = System.nanoTime();
              line.send(message, 0);
              sendLater(line, message);
            },
            churn.pause(),
            TimeUnit.MILLISECONDS);
  }

  private void leave(Line line) {
    line.close();
    churn.left();
    comeLater(line.loop());
  }

  @Override
  public void heard(Line line, ByteBuf text) {
    if (!Scan.isEvent(text)) {
      if (Scan.isOk(text)) {
        churn.answered(System.nanoTime() - sentAt);
      } else {
        churn.failed(text.toString(StandardCharsets.UTF_8));
      }
    }
  }

  static List<Visitor> of(Churn churn, int count) {
    return IntStream.range(0, count).mapToObj(_ -> new Visitor(churn)).toList();
  }
}
