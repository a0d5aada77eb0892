package io.vestnik.bench.workload;

import io.netty.channel.EventLoop;
import io.vestnik.bench.prepare.Account;
import io.vestnik.bench.run.Meter;
import io.vestnik.bench.wire.Connections;
import io.vestnik.bench.wire.Frame;
import io.vestnik.bench.wire.Line;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/// Visitors who come and go, all on one event loop.
final class Churn {
  private static final int MAX_MESSAGES = 10;

  private final Connections connections;
  private final List<Account> accounts;
  private final Meter answers;
  private final int pauseMillis;
  private final SplittableRandom random = new SplittableRandom(1);
  private final AtomicInteger present = new AtomicInteger();
  private final LongAdder visits = new LongAdder();
  private final LongAdder sent = new LongAdder();
  private int next;
  private volatile boolean goesOn = true;

  /// @param pauseMillis the mean time between two things that a visitor does
  Churn(Connections connections, List<Account> accounts, Meter answers, int pauseMillis) {
    this.connections = connections;
    this.accounts = accounts;
    this.answers = answers;
    this.pauseMillis = pauseMillis;
  }

  /// Begins with so many.
  void start(int visitors) {
    EventLoop loop = connections.loop(0);
    loop.execute(() -> Visitor.of(this, visitors).forEach(visitor -> visitor.comeLater(loop)));
  }

  /// Nobody comes any more, and who is there leaves soon.
  void end() {
    goesOn = false;
  }

  boolean goesOn() {
    return goesOn;
  }

  int present() {
    return present.get();
  }

  long visits() {
    return visits.sum();
  }

  long sent() {
    return sent.sum();
  }

  long pause() {
    return random.nextLong(1, 2L * pauseMillis + 1);
  }

  int messages() {
    int count = random.nextInt(1, MAX_MESSAGES + 1);
    sent.add(count);
    return count;
  }

  Account nextAccount() {
    return accounts.get(next++ % accounts.size());
  }

  Line open(Visitor visitor, Account account) {
    present.incrementAndGet();
    Line.Opening opening = new Line.Opening("/ws", Frame.of("subscribe", account.fields()));
    return connections.open(visitor, opening, 0, this::failed);
  }

  void came() {
    visits.increment();
  }

  void left() {
    present.decrementAndGet();
  }

  void answered(long nanos) {
    answers.record(nanos);
  }

  void failed(String why) {
    connections.fail(why);
  }
}
