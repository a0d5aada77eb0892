package io.vestnik.net;

import io.vestnik.protocol.Rejection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The downloads under way, which are bounded: each holds a part of its file in memory.
final class Downloads {
  private static final int MOST = 64;
  private static final int MOST_OF_ONE = 4;
  private static final long RETRY_MILLIS = 5_000;

  private final AtomicInteger all = new AtomicInteger();
  private final ConcurrentHashMap<Long, Integer> ofUsers = new ConcurrentHashMap<>();

  /// Counts one more of the user's, or says why there is none (429, 503).
  @Nullable Rejection begin(long userId) {
    if (all.incrementAndGet() > MOST) {
      all.decrementAndGet();
      return Rejection.overloaded("Too many downloads are under way; try again later.");
    }
    int own = ofUsers.merge(userId, 1, Integer::sum);
    if (own > MOST_OF_ONE) {
      end(userId);
      return Rejection.throttled("downloads", RETRY_MILLIS);
    }
    return null;
  }

  /// One of the user's has ended.
  void end(long userId) {
    all.decrementAndGet();
    ofUsers.computeIfPresent(userId, (_, count) -> count == 1 ? null : count - 1);
  }
}
