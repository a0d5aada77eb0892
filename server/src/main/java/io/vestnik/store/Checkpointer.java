package io.vestnik.store;

import io.vestnik.sql.Sql;
import io.vestnik.sql.StorageException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Moves what was committed from SQLite's log file into the database file, beside the writer, so
/// that the writer seldom waits for it and the log file stays bounded. Does nothing at rest.
final class Checkpointer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Checkpointer.class);
  private static final String CHECKPOINT = "pragma wal_checkpoint(passive)";
  private static final String EMPTY = "pragma wal_checkpoint(truncate)";
  private static final long DELAY_MILLIS = 500;

  // For how long emptying the log file may hold up the writer while it waits for readers.
  private static final String PATIENCE = "pragma busy_timeout = 1000";

  // Above this many pages of 4 KiB the writer itself moves the last few, for the log file starts
  // anew only when a checkpoint finds nothing being added.
  private static final long MAX_LOG_PAGES = 8_192;

  private final Sql sql;
  private final ScheduledThreadPoolExecutor thread;
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private volatile boolean writerToFinish;
  private volatile boolean toScrub;

  Checkpointer(SqliteFile file) {
    sql = file.openForWriting();
    sql.run(PATIENCE);
    thread =
        new ScheduledThreadPoolExecutor(
            1,
            task -> Thread.ofPlatform().name("checkpointer").unstarted(task),
            new ThreadPoolExecutor.DiscardPolicy());
    // What is scheduled when it ends is left to the checkpoint at the end.
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /// Told by the writer, on its thread and between two transactions.
  void written(Sql writer) {
    if (writerToFinish) {
      writerToFinish = false;
      checkpoint(writer);
    }
    schedule();
  }

  /// Has the log file emptied, soon, for it keeps what was deleted from the database file.
  void scrub() {
    toScrub = true;
    schedule();
  }

  private void schedule() {
    if (scheduled.compareAndSet(false, true)) {
      thread.schedule(this::run, DELAY_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void run() {
    scheduled.set(false);
    if (checkpoint(sql) > MAX_LOG_PAGES) {
      writerToFinish = true;
    }
    if (toScrub) {
      toScrub = false;
      if (!emptied() && !thread.isShutdown()) {
        scrub();
      }
    }
  }

  private boolean emptied() {
    try {
      Long busy = sql.first(EMPTY, row -> row.getLong(1));
      return busy != null && busy == 0;
    } catch (StorageException e) {
      log.warn("The log file is emptied later: {}", e.getMessage());
      return false;
    }
  }

  // The pages in the log file.
  private static long checkpoint(Sql sql) {
    try {
      Long pages = sql.first(CHECKPOINT, row -> row.getLong(2));
      return pages == null ? 0 : pages;
    } catch (StorageException e) {
      log.warn("A checkpoint failed; the next one will do: {}", e.getMessage());
      return 0;
    }
  }

  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(10, TimeUnit.SECONDS)) {
        log.warn("A checkpoint does not end");
      }
      sql.run(EMPTY);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (StorageException e) {
      log.warn("The last checkpoint failed; the next start will do it: {}", e.getMessage());
    }
    sql.close();
  }
}
