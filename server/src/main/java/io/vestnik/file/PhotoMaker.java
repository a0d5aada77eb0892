package io.vestnik.file;

import io.vestnik.protocol.Rejection;
import io.vestnik.table.Photos.Sizes;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Makes photos on a few threads of its own, so that pictures that take long to read slow nothing
/// else down, and memory is taken by a few at a time: of one user one, so that nobody keeps others
/// waiting for long.
public final class PhotoMaker implements AutoCloseable {
  private static final int MAX_WAITING = 32;
  private static final int PATIENCE_SECONDS = 20;

  private static final long RETRY_MILLIS = 1_000;

  private final ThreadPoolExecutor pool;
  private final Set<Long> users = ConcurrentHashMap.newKeySet();

  /// @param threads how many pictures are read at once
  public PhotoMaker(int threads) {
    pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MAX_WAITING),
            Thread.ofPlatform().name("photo-", 0).daemon().factory());
  }

  /// The photo that this Base64 is of. Blocks.
  ///
  /// @param userId who sent it
  /// @throws Rejection as [Picture] says; `throttled` where another of the user's is being made,
  ///   and `overloaded` where too many wait, or it took too long
  public Sizes make(long userId, String field, String text) {
    if (!users.add(userId)) {
      throw Rejection.throttled("photos at once", RETRY_MILLIS);
    }
    try {
      return make(field, text);
    } finally {
      users.remove(userId);
    }
  }

  private Sizes make(String field, String text) {
    Future<Sizes> made;
    try {
      made = pool.submit(() -> Picture.of(field, text));
    } catch (RejectedExecutionException e) {
      throw overloaded();
    }
    try {
      return made.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
    } catch (TimeoutException e) {
      made.cancel(true);
      throw overloaded();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw overloaded();
    }
  }

  private static Rejection overloaded() {
    return Rejection.overloaded("Too many photos wait to be made; nothing was done.");
  }

  @Override
  public void close() {
    pool.shutdownNow();
  }
}
