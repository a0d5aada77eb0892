package io.vestnik.net;

import io.vestnik.mode.Call;
import io.vestnik.protocol.Answer;
import io.vestnik.protocol.ErrorCode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// When a connection is no longer worth keeping (protocol §1): silent, deaf, or nothing but
/// trouble.
final class Patience {
  private static final long SIGNED_IN_MILLIS = Duration.ofHours(24).toMillis();
  private static final long STRANGER_MILLIS = Duration.ofMinutes(10).toMillis();
  private static final long DEAF_MILLIS = Duration.ofSeconds(60).toMillis();
  private static final long SUBSCRIBED_MILLIS = Duration.ofSeconds(60).toMillis();
  private static final long PING_MILLIS = Duration.ofSeconds(20).toMillis();
  private static final long MINUTE_MILLIS = Duration.ofMinutes(1).toMillis();
  private static final int MAX_TROUBLE = 500;

  private long heardAt;
  private boolean knownToken;
  private @Nullable Runnable subscribed;
  private long pingedAt;
  private long unansweredSince;
  private long[] troubles = {};
  private int troubleCount;
  private long movedAt;
  private long goneBefore = -1;

  Patience(long now) {
    heardAt = now;
    movedAt = now;
  }

  /// A frame came.
  void heard(long now) {
    heardAt = now;
  }

  /// An answer was given.
  ///
  /// @return whether it was one of too many refusals
  boolean answered(Call call, Answer answer, long now) {
    ErrorCode code =
        switch (answer) {
          case Answer.Done _ -> null;
          case Answer.Refused refused -> refused.why().code();
        };
    if (call.showsToken() && code != ErrorCode.TOKEN_INVALID) {
      knownToken = true;
    }
    if (code != ErrorCode.MALFORMED && code != ErrorCode.THROTTLED) {
      return false;
    }
    return isTooMuch(now);
  }

  // The times of the last ones, in a ring that only those have who make trouble.
  private boolean isTooMuch(long now) {
    if (troubles.length == 0) {
      troubles = new long[MAX_TROUBLE];
    }
    troubles[troubleCount % MAX_TROUBLE] = now;
    troubleCount++;
    return troubleCount >= MAX_TROUBLE
        && now - troubles[troubleCount % MAX_TROUBLE] < MINUTE_MILLIS;
  }

  /// A subscribed connection is pinged, and may not be silent for long.
  ///
  /// @param alive what [#noteAlive] runs; null where it is not subscribed
  void setSubscribed(@Nullable Runnable alive) {
    subscribed = alive;
  }

  /// The connection is there.
  void noteAlive() {
    if (subscribed != null) {
      subscribed.run();
    }
  }

  /// Whether it has said nothing for too long, or has answered no ping.
  boolean isSilent(long now) {
    long most =
        subscribed != null ? SUBSCRIBED_MILLIS : knownToken ? SIGNED_IN_MILLIS : STRANGER_MILLIS;
    return now - heardAt > most && (subscribed == null || isPingUnanswered(now));
  }

  // Where this machine has slept there was nobody to ask: there must be time to answer all the
  // same.
  private boolean isPingUnanswered(long now) {
    return pingedAt > heardAt && now - unansweredSince >= SUBSCRIBED_MILLIS - PING_MILLIS;
  }

  /// Whether it should be pinged now; notes that it was.
  boolean isPingDue(long now) {
    boolean due = subscribed != null && now - Math.max(heardAt, pingedAt) >= PING_MILLIS;
    if (due) {
      unansweredSince = pingedAt > heardAt ? unansweredSince : now;
      pingedAt = now;
    }
    return due;
  }

  /// Whether bytes have waited for it for too long and it took none of them.
  boolean isDeaf(long bytesWaiting, long bytesGone, long now) {
    if (bytesWaiting == 0 || bytesGone != goneBefore) {
      movedAt = now;
      goneBefore = bytesGone;
    }
    return now - movedAt > DEAF_MILLIS;
  }
}
