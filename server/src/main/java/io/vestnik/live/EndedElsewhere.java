package io.vestnik.live;

import io.vestnik.model.Signal;
import io.vestnik.store.Reply;
import io.vestnik.store.Store;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hears within a second of sessions that a process beside the server has ended, so that their
/// connections are closed here, and of accounts that it has deleted. That ended sessions change and
/// read nothing more needs no word: every transaction looks at the session's row.
public final class EndedElsewhere implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EndedElsewhere.class);
  private static final long LOOK_MILLIS = 500;

  private final Store store;
  private final Runnable farewell;
  private final ScheduledThreadPoolExecutor thread;

  /// What was told already, of that which is still in the table. On the reader's thread.
  private Set<Long> told = Set.of();

  /// @param farewell takes deleted accounts out of their groups; may block
  public EndedElsewhere(Store store, Runnable farewell) {
    this.store = store;
    this.farewell = farewell;
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
          return tx.accounts().deletions().leaving() != null;
        },
        new Reply<>(
            thread,
            outcome -> {
              if (outcome instanceof Reply.Done<Boolean>(Boolean leaving) && leaving) {
                sayFarewell();
              }
            }));
  }

  private void sayFarewell() {
    try {
      farewell.run();
    } catch (RuntimeException e) {
      log.warn("Deleted accounts are taken out of their groups later: {}", e.getMessage());
    }
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
