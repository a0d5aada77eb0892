package io.vestnik;

import io.vestnik.bus.Bus;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;

/// One server's end of a bus on which things go wrong: what comes by it is lost, late or doubled,
/// and at times nothing passes at all.
public final class FaultyBus implements Bus {
  private static final int MOST_LATE_MILLIS = 60;

  private final Bus bus;
  private final RandomGenerator random;
  private volatile Listener listener = _ -> {};
  private final LongAdder faults = new LongAdder();
  private volatile int oneIn;
  private volatile boolean away;

  public FaultyBus(Bus bus, RandomGenerator random) {
    this.bus = bus;
    this.random = random;
  }

  /// From now on one text in so many is lost, another late, another doubled; 0 for none.
  public FaultyBus faulty(int oneInSoMany) {
    oneIn = oneInSoMany;
    return this;
  }

  /// Nothing passes from now on.
  public void goAway() {
    away = true;
  }

  /// It is back.
  ///
  /// @param says whether it says that it was away
  public void comeBack(boolean says) {
    away = false;
    if (says) {
      pass(new Loss());
    }
  }

  /// How often something went wrong.
  public long faults() {
    return faults.sum();
  }

  private synchronized boolean chance() {
    boolean wrong = oneIn > 0 && random.nextInt(oneIn) == 0;
    if (wrong) {
      faults.increment();
    }
    return wrong;
  }

  private synchronized int late() {
    return 1 + random.nextInt(MOST_LATE_MILLIS);
  }

  @Override
  public void publish(String text) {
    if (!away) {
      bus.publish(text);
    }
  }

  @Override
  public void listen(Listener to) {
    listener = to;
    bus.listen(this::hear);
  }

  @Override
  public void join(String dataset) {
    bus.join(dataset);
  }

  private void hear(Heard heard) {
    if (away || chance()) {
      return;
    }
    if (chance()) {
      Executor later = CompletableFuture.delayedExecutor(late(), TimeUnit.MILLISECONDS);
      later.execute(() -> pass(heard));
    } else {
      pass(heard);
    }
    if (chance()) {
      pass(heard);
    }
  }

  private void pass(Heard heard) {
    Listener to = listener;
    synchronized (to) {
      to.hear(heard);
    }
  }

  @Override
  public void close() {
    away = true;
    bus.close();
  }
}
