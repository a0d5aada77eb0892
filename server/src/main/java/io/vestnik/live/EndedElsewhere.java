package io.vestnik.live;

import io.vestnik.model.Signal;
import io.vestnik.store.Reply;
import io.vestnik.store.Store;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Hears within a second of sessions that a process beside the server has ended, so that their
/// connections are closed here. That they change and read nothing more needs no word: every
/// transaction looks at the session's row.
public final class EndedElsewhere implements AutoCloseable {
  private static final long LOOK_MILLIS = 500;

  private final Store store;
  private final ScheduledThreadPoolExecutor thread;

  /// What was told already, of that which is still in the table. On the reader's thread.
  private Set<Long> told = Set.of();

  public EndedElsewhere(Store store) {
    this.store = store;
    thread =
        new ScheduledThreadPoolExecutor(
            1, task -> Thread.ofPlatform().name("ended-elsewhere").daemon().unstarted(task));
    thread.scheduleWithFixedDelay(this::look, 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void look() {
    store.read(
        tx -> {
          List<Signal.SessionEnded> recent = tx.accounts().endedSessions().recent();
          recent.stream().filter(ended -> !isTold(ended)).forEach(tx::tell);
          note(recent);
          return recent.size();
        },
        new Reply<>(Runnable::run, _ -> {}));
  }

  private synchronized boolean isTold(Signal.SessionEnded ended) {
    return told.contains(ended.sessionId());
  }

  private synchronized void note(List<Signal.SessionEnded> recent) {
    Set<Long> now = new HashSet<>();
    recent.forEach(ended -> now.add(ended.sessionId()));
    told = now;
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
