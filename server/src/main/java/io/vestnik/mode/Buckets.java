package io.vestnik.mode;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vestnik.model.Clock;
import io.vestnik.protocol.Rate;
import io.vestnik.protocol.Rejection;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// One rate limit, for each key by itself. Keeps for a key only the time at which it will have its
/// whole burst again (the generic cell rate algorithm), and for a bounded number of keys.
public final class Buckets {
  private static final int MAX_KEYS = 100_000;

  private final String what;
  private final Clock clock;
  private final long intervalNanos;
  private final long burstNanos;
  private final Cache<Object, AtomicLong> full =
      Caffeine.newBuilder().maximumSize(MAX_KEYS).build();

  /// A limit on what the plural noun names, as in `sends`.
  public Buckets(String what, Rate rate, Clock clock) {
    this.what = what;
    this.clock = clock;
    intervalNanos = Math.max(1, Math.round(1e9 / rate.perSecond()));
    burstNanos = intervalNanos * rate.burst();
  }

  /// Takes one, or says why not (429).
  public @Nullable Rejection take(Object key) {
    return take(key, 1);
  }

  /// Takes so many at once or none, but never more than the burst, or says why not (429).
  public @Nullable Rejection take(Object key, int count) {
    long takenNanos = Math.min(intervalNanos * count, burstNanos);
    long now = clock.nanos();
    AtomicLong time = full.get(key, _ -> new AtomicLong(now));
    while (true) {
      long before = time.get();
      long after = Math.max(before, now) + takenNanos;
      if (after - now > burstNanos) {
        return refusal(after - now - burstNanos);
      }
      if (time.compareAndSet(before, after)) {
        return null;
      }
    }
  }

  /// Why one could not be taken now (429), or null where it could; takes none.
  public @Nullable Rejection wouldRefuse(Object key) {
    AtomicLong time = full.getIfPresent(key);
    long now = clock.nanos();
    long excess = time == null ? 0 : Math.max(time.get(), now) + intervalNanos - now - burstNanos;
    return excess > 0 ? refusal(excess) : null;
  }

  /// How many could be taken now.
  public long left(Object key) {
    AtomicLong time = full.getIfPresent(key);
    long owed = time == null ? 0 : Math.max(0, time.get() - clock.nanos());
    return (burstNanos - owed) / intervalNanos;
  }

  /// [#take], throwing the refusal.
  public void charge(Object key) {
    Rejection refusal = take(key);
    if (refusal != null) {
      throw refusal;
    }
  }

  private Rejection refusal(long waitNanos) {
    return Rejection.throttled(what, 1 + waitNanos / 1_000_000);
  }
}
