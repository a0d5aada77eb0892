package io.vestnik.bench.compare;

import io.vestnik.bench.run.Progress;
import io.vestnik.bench.run.Report;
import io.vestnik.bench.run.Running;
import io.vestnik.bench.run.Usage;
import io.vestnik.bench.wire.Connections;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Many sessions on which nothing happens.
final class XmppCrowd {
  private static final int AT_ONCE = 64;
  private static final int WAIT_SECONDS = 60;
  private static final long SETTLE_NANOS = 2_000_000_000;

  private final Running server;
  private final Connections connections;
  private final Set<XmppLine> opening = ConcurrentHashMap.newKeySet();

  XmppCrowd(Running server, Connections connections) {
    this.server = server;
    this.connections = connections;
  }

  /// Opens so many, and tells what each has cost.
  void measure(int count, Report report) {
    Usage base = server.usage();
    long began = System.nanoTime();
    open(count);
    double seconds = (System.nanoTime() - began) / 1e9;
    connections.pass(SETTLE_NANOS);
    Usage full = server.usage();
    report
        .section("%,d connections".formatted(count))
        .awaited("signed in by SASL PLAIN, a resource bound, presence sent")
        .figure("perSecond", "established", "%,.0f a second", count / seconds)
        .bytes("baseRssBytes", "memory", "%,.1f MiB resident before", base.rss())
        .bytes("rssBytes", "", "%,.1f MiB with all", full.rss())
        .figure("bytesEach", "", "%,.0f bytes each", (double) (full.rss() - base.rss()) / count);
  }

  private void open(int count) {
    Progress progress = new Progress("connections", count);
    Semaphore places = new Semaphore(AT_ONCE);
    for (int user = 1; user <= count; user++) {
      take(places, 1);
      XmppLine line = new XmppLine("user" + user, null, (_, _) -> {}, connections::fail);
      opening.add(line);
      line.open()
          .whenComplete((_, _) -> {
            opening.remove(line);
            places.release();
          });
      connections
          .connect(line, connections.loop(0))
          .addListener(done -> {
            if (!done.isSuccess()) {
              connections.fail("A connection cannot be opened: " + done.cause().getMessage());
              places.release();
            }
          });
      progress.at(user);
    }
    take(places, AT_ONCE);
  }

  private void take(Semaphore places, int many) {
    try {
      if (!places.tryAcquire(many, WAIT_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("Nothing is opened within 60 s: " + opening);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    connections.check();
  }
}
