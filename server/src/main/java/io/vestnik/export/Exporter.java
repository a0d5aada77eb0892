package io.vestnik.export;

import io.vestnik.model.Clock;
import io.vestnik.store.Store;
import io.vestnik.table.account.Exports.Job;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes the exports that wait, one at a time, on a thread of its own; and on another erases those
/// that are over. What a node leaves unfinished any other makes.
public final class Exporter implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Exporter.class);
  private static final long LOOK_MILLIS = 1_000;
  private static final long FIRST_RETRY_MILLIS = Duration.ofSeconds(5).toMillis();
  private static final long LAST_RETRY_MILLIS = Duration.ofMinutes(10).toMillis();
  private static final int PARTS_ERASED_AT_ONCE = 20;

  private final Store store;
  private final Clock clock;
  private final String node;
  private final ScheduledThreadPoolExecutor making = thread("export");
  private final ScheduledThreadPoolExecutor erasing = thread("export-end");
  private final AtomicBoolean asked = new AtomicBoolean();
  private volatile boolean closing;
  private boolean stuck;
  private boolean erasingStuck;

  /// @param node another for each process
  public Exporter(Store store, Clock clock, String node) {
    this.store = store;
    this.clock = clock;
    this.node = node;
    making.scheduleWithFixedDelay(this::look, 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    erasing.scheduleWithFixedDelay(this::erase, 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  private static ScheduledThreadPoolExecutor thread(String name) {
    return new ScheduledThreadPoolExecutor(
        1, task -> Thread.ofPlatform().name(name).daemon().unstarted(task));
  }

  /// An export waits: looks for it now. Returns at once.
  public void wake() {
    if (!asked.getAndSet(true)) {
      try {
        making.execute(this::look);
      } catch (RejectedExecutionException e) {
        log.debug("The export is left to the next start, or to another node");
      }
    }
  }

  private void look() {
    asked.set(false);
    try {
      for (Job job = next(); job != null; job = next()) {
        make(job);
      }
      stuck = false;
    } catch (RuntimeException e) {
      if (!closing && !stuck) {
        // Once: it is looked every second.
        log.error("Making exports goes on after an error", e);
      }
      stuck = true;
    }
  }

  // A look first: a read costs the disk nothing.
  private @Nullable Job next() {
    long now = clock.millis();
    if (closing || !store.read(tx -> tx.accounts().exports().isDue(now))) {
      return null;
    }
    return store.write(
            tx -> new Taken(tx.accounts().exports().take(node, now, now + Making.LEASE_MILLIS)))
        .job;
  }

  private record Taken(@Nullable Job job) {}

  private void make(Job job) {
    try {
      new Making(store, clock, node, job, () -> closing).run();
    } catch (Making.Stopped e) {
      log.info("An export is left to others: {}", e.getMessage());
      giveBack(job, clock.millis(), job.attempts());
    } catch (RuntimeException e) {
      log.error("An export failed {} times; it is tried again", job.attempts() + 1, e);
      long delay = FIRST_RETRY_MILLIS << Math.min(job.attempts(), 10);
      giveBack(job, clock.millis() + Math.min(delay, LAST_RETRY_MILLIS), job.attempts() + 1);
    }
  }

  private void giveBack(Job job, long time, int attempts) {
    store.write(tx -> {
      tx.accounts().exports().giveBack(job, node, time, attempts);
      return true;
    });
  }

  private void erase() {
    try {
      boolean erased = false;
      while (!closing && eraseSome()) {
        erased = true;
      }
      if (erased) {
        store.scrub();
      }
      erasingStuck = false;
    } catch (RuntimeException e) {
      if (!closing && !erasingStuck) {
        log.error("Erasing exports goes on after an error", e);
      }
      erasingStuck = true;
    }
  }

  private boolean eraseSome() {
    long now = clock.millis();
    return store.read(tx -> tx.accounts().exports().isAnythingOver(now))
        && store.write(tx -> tx.accounts().exports().eraseSome(now, PARTS_ERASED_AT_ONCE));
  }

  /// Leaves what is being made to others, or to the next start.
  @Override
  public void close() {
    closing = true;
    making.shutdown();
    erasing.shutdown();
    try {
      if (!making.awaitTermination(2, TimeUnit.SECONDS)
          || !erasing.awaitTermination(2, TimeUnit.SECONDS)) {
        log.info("An export is not waited for");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
