package io.vestnik.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestnik.model.Clock;
import io.vestnik.model.Entry;
import io.vestnik.model.Signal;
import io.vestnik.model.SystemClock;
import io.vestnik.protocol.ErrorCode;
import io.vestnik.protocol.Rejection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// A store for each test, what it tells, and a way to hold up its writing.
abstract class StoreFixture {
  final Clock clock = new SystemClock();
  final List<Entry> toldEntries = Collections.synchronizedList(new ArrayList<>());
  final List<Signal> toldSignals = Collections.synchronizedList(new ArrayList<>());
  final AtomicReference<Committed> alsoTold = new AtomicReference<>((_, _) -> {});
  Store store;
  Scene scene;

  /// Opens the test's database: the same one each time within a test.
  abstract Store open(Clock clock, Committed committed);

  /// Whether all that waits shares the next commit; else messages do alone.
  boolean unitsShareCommits() {
    return true;
  }

  @BeforeEach
  void openFirst() {
    store = open(clock, this::told);
    scene = new Scene(store, clock);
  }

  @AfterEach
  void closeLast() {
    store.close();
    drop();
  }

  /// Clears away the test's database.
  void drop() {}

  private void told(List<Entry> entries, List<Signal> signals) {
    toldEntries.addAll(entries);
    toldSignals.addAll(signals);
    alsoTold.get().committed(entries, signals);
  }

  /// Holds up the writing until closed: what is handed over meanwhile shares the next commit.
  final class Hold implements AutoCloseable {
    private final CountDownLatch release = new CountDownLatch(1);

    Hold() {
      CountDownLatch entered = new CountDownLatch(1);
      scene.start(tx -> {
        entered.countDown();
        await(release);
        return 0;
      });
      await(entered);
    }

    @Override
    public void close() {
      release.countDown();
    }
  }

  static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  static Throwable failure(CompletableFuture<?> future) {
    try {
      Object value = future.orTimeout(30, TimeUnit.SECONDS).join();
      throw new AssertionError("not refused, but " + value);
    } catch (CompletionException e) {
      return e.getCause();
    }
  }

  static void assertRefused(CompletableFuture<?> future, ErrorCode code) {
    assertThat(failure(future))
        .isInstanceOfSatisfying(Rejection.class, r -> assertThat(r.code()).isEqualTo(code));
  }
}
