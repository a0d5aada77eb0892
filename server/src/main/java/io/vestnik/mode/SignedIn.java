package io.vestnik.mode;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vestnik.model.Clock;
import io.vestnik.model.Session;
import io.vestnik.model.Signal;
import io.vestnik.model.TokenHash;
import io.vestnik.protocol.Rejection;
import io.vestnik.store.Reply;
import io.vestnik.store.Store;
import io.vestnik.store.Tx;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Whose token is whose. What is remembered here tells only whom to ask the storage about: every
/// transaction looks at the session's row again, so a dead token changes and shows nothing.
public final class SignedIn {
  private static final int MAX_REMEMBERED = 100_000;
  private static final long HOUR_MILLIS = Duration.ofHours(1).toMillis();

  private final Store store;
  private final Clock clock;
  private final Cache<TokenHash, Session> remembered =
      Caffeine.newBuilder().maximumSize(MAX_REMEMBERED).build();

  public SignedIn(Store store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /// The session, if it is remembered and was used within the hour.
  @Nullable Session remembered(TokenHash hash) {
    Session session = remembered.getIfPresent(hash);
    return session != null && isRecent(session) ? session : null;
  }

  private boolean isRecent(Session session) {
    return clock.millis() - session.lastUsedTime() < HOUR_MILLIS;
  }

  /// The session of the token, as the storage has it. Refuses with 401 `tokenInvalid`.
  public Session find(Tx tx, TokenHash hash) {
    Session session = latest(tx.sessions().byToken(hash), remembered.getIfPresent(hash));
    if (session == null || session.isOver(clock.millis())) {
      throw Rejection.tokenInvalid();
    }
    Session used = isRecent(session) ? session : use(session);
    remembered.put(hash, used);
    return used;
  }

  // The row may still wait for the last use to be written.
  private static @Nullable Session latest(@Nullable Session row, @Nullable Session remembered) {
    boolean newer =
        row != null
            && remembered != null
            && remembered.id() == row.id()
            && remembered.lastUsedTime() > row.lastUsedTime();
    return newer ? remembered : row;
  }

  // Kept to the hour: one write an hour and session, which nobody waits for.
  private Session use(Session session) {
    Session used = new Session(session.id(), session.userId(), clock.millis());
    store.write(
        tx -> {
          tx.sessions().setLastUsed(used.id(), used.lastUsedTime());
          return used;
        },
        new Reply<>(Runnable::run, _ -> {}));
    return used;
  }

  /// Refuses with 401 `tokenInvalid` where the session is no more.
  public static void check(Tx tx, Session session) {
    if (!tx.sessions().isAlive(session.id())) {
      throw Rejection.tokenInvalid();
    }
  }

  /// A subscribed connection is use of its session: notes it, once an hour.
  ///
  /// @return the session as it is now known
  public Session used(Session session) {
    return isRecent(session) ? session : use(session);
  }

  /// Remembers nobody any more.
  public void forgetAll() {
    remembered.invalidateAll();
  }

  /// Hears what was committed.
  public void hear(Signal signal) {
    if (signal instanceof Signal.SessionEnded(long _, TokenHash hash, long _, String _)) {
      remembered.invalidate(hash);
    }
  }
}
